import type { Candle } from '@tradewarden/core';
import { namespaceOf, type OrderRequest } from '@tradewarden/core/venue';
import { Exchange } from '@tradewarden/venue-sim/exchange';
import { foldOrder } from '../src/order-state/fold-order.ts';
import type { OrderFact } from '../src/order-state/order-fact.ts';
import type { ExecutionPlan } from '../src/plan-steps/execution-plan.ts';
import type { OrderSlot, PlanOrder, Step } from '../src/plan-steps/plan-order.ts';
import { planSteps, type PlanOutlook } from '../src/plan-steps/plan-steps.ts';

const symbol = 'BTC/USDT:USDT';
export const minute = 60_000;

/** What becomes of a send or a cancel. */
export type Fate = 'answered' | 'answer-lost' | 'never-arrived' | 'throttled';

export interface PlanLineOptions {
  readonly plan: ExecutionPlan;
  /** Of one send or cancel after the other; then all are answered. */
  readonly fates?: readonly Fate[];
  readonly participation?: string;
  /** Refuses stops, as a venue may. */
  readonly refuseStops?: boolean;
}

interface Kept extends OrderSlot {
  readonly facts: OrderFact[];
}

/** Works one plan at the exchange by nothing but `planSteps`: looks, plans, does, until there is nothing to do. */
export class PlanLine {
  readonly exchange: Exchange;
  entriesAllowed = true;
  outlook: PlanOutlook | undefined;
  readonly #options: PlanLineOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #fates: Fate[];

  constructor(options: PlanLineOptions) {
    this.#options = options;
    this.#fates = [...(options.fates ?? [])];
    this.exchange = new Exchange({
      instruments: [{ symbol, base: 'BTC', quote: 'USDT', step: '0.1', tick: '0.1' }],
      deposits: { USDT: '1000000' },
      ...(options.participation === undefined ? {} : { participation: options.participation }),
    });
  }

  /** Walks a bar and works the plan wherever something happens, and at its end. */
  walk(candle: Candle): void {
    for (const _ of this.exchange.bar(symbol, candle, minute)) this.work();
    this.work();
    if (this.outlook?.phase !== 'unprotected') return;
    this.exchange.advanceTo(this.exchange.now + 3000);
    this.work();
  }

  work(): void {
    for (let round = 0; round < 40; round += 1) {
      this.#look();
      this.outlook = planSteps(this.#options.plan, this.orders(), {
        now: this.exchange.now,
        entriesAllowed: this.entriesAllowed,
      });
      if (this.outlook.steps.length === 0) return;
      for (const step of this.outlook.steps) this.#do(step);
    }
    throw new Error('the plan never comes to rest');
  }

  orders(): readonly PlanOrder[] {
    return [...this.#kept.values()].flatMap(({ role, leg, generation, facts }) => {
      const view = foldOrder(facts);
      return view === undefined ? [] : [{ role, leg, generation, view }];
    });
  }

  #look(): void {
    const at = this.exchange.now;
    for (const { facts } of this.#kept.values()) {
      const view = foldOrder(facts);
      if (view === undefined) continue;
      const { clientOrderId, instruction } = view.request;
      const order = this.exchange.order({ clientOrderId, namespace: namespaceOf(instruction) });
      // The exchange takes a request at once or never: what it does not know now is absent.
      if (order === undefined && view.state === 'unknown')
        facts.push({ kind: 'absent', attempt: view.attempt, at });
      if (order === undefined || view.attempt === 0) continue;
      const last = facts.findLast((fact) => fact.kind === 'seen')?.order;
      const unclear = view.state === 'cancelling' || view.state === 'cancel-unknown';
      if (unclear || JSON.stringify(last) !== JSON.stringify(order)) facts.push({ kind: 'seen', order, at });
      for (const entry of this.exchange.ledger) {
        if (entry.kind !== 'filled') continue;
        const ids = [order.venueOrderId, order.childOrderId];
        if (!ids.includes(entry.fill.venueOrderId)) continue;
        if (facts.some((fact) => fact.kind === 'filled' && fact.fill === entry.fill)) continue;
        facts.push({ kind: 'filled', fill: entry.fill });
        if (entry.order.venueOrderId === order.childOrderId)
          facts.push({ kind: 'child-seen', order: { ...entry.order, clientOrderId }, at });
      }
    }
  }

  #do(step: Step): void {
    const at = this.exchange.now;
    const fate = this.#fates.shift() ?? 'answered';
    const id = `${step.role}-${step.leg}-${step.generation}`;
    if (step.kind === 'cancel') {
      const kept = this.#kept.get(id);
      const view = kept && foldOrder(kept.facts);
      if (kept === undefined || view === undefined) throw new Error(`${id} was never sent`);
      const { clientOrderId, instruction } = view.request;
      kept.facts.push({ kind: 'cancel-sent', at });
      if (fate === 'answered' || fate === 'answer-lost')
        this.exchange.cancel({ clientOrderId, namespace: namespaceOf(instruction) }, at);
      if (fate !== 'answered') kept.facts.push({ kind: 'cancel-unclear', at });
      return;
    }
    const { role, leg, generation, side, quantity, instruction, reduceOnly } = step;
    const request: OrderRequest = {
      clientOrderId: id,
      symbol,
      side,
      quantity,
      instruction,
      reduceOnly,
      validUntil: Number.MAX_SAFE_INTEGER,
    };
    const kept = this.#kept.get(id) ?? { role, leg, generation, facts: [{ kind: 'intended', request, at }] };
    this.#kept.set(id, kept);
    const attempt = (foldOrder(kept.facts)?.attempt ?? 0) + 1;
    kept.facts.push({ kind: 'sending', attempt, at });
    if (fate === 'throttled') kept.facts.push({ kind: 'held-back', attempt, retryAt: at, reason: '429', at });
    if (fate === 'never-arrived') kept.facts.push({ kind: 'unanswered', attempt, boundAt: at, at });
    if (fate === 'throttled' || fate === 'never-arrived') return;
    const placed =
      role === 'stop' && this.#options.refuseStops === true
        ? ({ status: 'rejected', code: 'OTHER', reason: 'no stops today' } as const)
        : this.exchange.submit(request, at);
    if (placed.status === 'rejected')
      kept.facts.push({ kind: 'refused', attempt, code: placed.code, reason: placed.reason, at });
    else if (fate === 'answered') kept.facts.push({ kind: 'seen', order: placed.order, at });
    else kept.facts.push({ kind: 'unanswered', attempt, boundAt: at, at });
  }
}
