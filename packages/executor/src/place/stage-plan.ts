import {
  type Approved,
  type Book,
  defaultInstrument,
  type Mode,
  type SizedPlan,
  takeIntent,
} from '@tradewarden/core';
import type { OrderRequest } from '@tradewarden/core/venue';
import { beginPlan } from '../order-journal/begin-plan.ts';
import { type JournalledPlan, slotOrderId } from '../order-journal/journalled-plan.ts';
import type { PlanningOptions } from '../plan-steps/planning-options.ts';
import type { StagedPlan } from './staged-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { Refusal } from '../submit/entry-safeguards.ts';

export interface Staging {
  readonly line: OrderLine;
  readonly mode: Mode;
  readonly planning: PlanningOptions;
}

/** What would be sent for a committed decision, or why nothing may be. Nothing leaves the process. */
export async function stagePlan(
  { line, mode, planning }: Staging,
  decisionId: string,
): Promise<{ readonly staged: StagedPlan } | { readonly refusal: Refusal }> {
  const { store, book, venue, safeguards } = line;
  const taken = await takeIntent(store, book, decisionId);
  if (taken.status === 'refused') return { refusal: { code: 'NOT_APPROVED', reason: taken.reason } };
  const { plan, reservation } = taken;
  const { symbol } = plan.plan;
  const instrument = (await venue.market?.instrument(symbol)) ?? defaultInstrument(symbol);
  const reserved = reservation.plannedHeat ?? reservation.uses;
  const journalled = beginPlan({ plan, instrument, reserved, planning });
  const refusal = await safeguards.beforeStage?.({ plan, journalled });
  if (refusal !== undefined) return { refusal };
  return { staged: stagedOf(book, mode, plan, journalled) };
}

function stagedOf(book: Book, mode: Mode, plan: Approved<SizedPlan>, journalled: JournalledPlan): StagedPlan {
  const { symbol, direction, expiresAt, entries } = journalled.plan;
  return {
    plan,
    mode,
    journal: journalled,
    entries: entries.map(({ price, quantity }, leg): OrderRequest => ({
      clientOrderId: slotOrderId(book, plan.decisionId, { role: 'entry', leg, generation: 1 }),
      symbol,
      side: direction === 'LONG' ? 'BUY' : 'SELL',
      quantity,
      instruction: { kind: 'limit', price, goodTill: expiresAt },
      reduceOnly: false,
      validUntil: expiresAt,
    })),
    worstLoss: plan.sizing.riskAtStop,
    notional: plan.sizing.notional,
  };
}
