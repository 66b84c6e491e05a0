import { type BracketOrder, type Candle, Decimal, type OrderReport } from '@tradewarden/core';
import { type BracketState, isLive, submitted } from './bracket-state.ts';
import { SimAccount } from './sim-account.ts';
import type { SimCosts } from './sim-costs.ts';
import { walkBar } from './walk-bar.ts';

/** Works brackets against bars. Deterministic, no clock, no transport: the same calls give the same fills. */
export class Engine {
  readonly #costs: SimCosts;
  readonly #brackets = new Map<string, BracketState>();
  /** Ids of live brackets by symbol, so that a bar costs what is live, not what ever was. */
  readonly #live = new Map<string, Set<string>>();
  /** What the fills and marks so far make of the account. */
  readonly account: SimAccount;
  #now = 0;

  constructor(costs: SimCosts, balance: Decimal = Decimal.of(10_000)) {
    this.#costs = costs;
    this.account = new SimAccount(balance);
  }

  /** Close of the latest bar, epoch ms; 0 before the first. */
  get now(): number {
    return this.#now;
  }

  /** `known`: the id exists already and nothing changes. */
  submit(order: BracketOrder, at: number): { readonly known: boolean; readonly report: OrderReport } {
    const existing = this.#brackets.get(order.clientOrderId);
    if (existing !== undefined) return { known: true, report: this.#report(existing) };
    const state = submitted(order, at);
    this.#keep(state);
    return { known: false, report: this.#report(state) };
  }

  lookup(clientOrderId: string): OrderReport | undefined {
    const state = this.#brackets.get(clientOrderId);
    return state === undefined ? undefined : this.#report(state);
  }

  /** Cancels an entry that has not filled; what is held keeps its protection. */
  cancel(clientOrderId: string): OrderReport | undefined {
    const state = this.#brackets.get(clientOrderId);
    if (state?.status === 'working') this.#keep({ ...state, status: 'cancelled' });
    return this.lookup(clientOrderId);
  }

  /** Walks one closed bar; entries whose time is over when it opens are cancelled first. */
  onCandle(symbol: string, candle: Candle, barMs: number, tick: string): void {
    this.#now = Math.max(this.#now, candle.time + barMs);
    const bar = { candle, barMs, tick: Decimal.of(tick) };
    this.account.mark(symbol, candle.close);
    for (const id of this.#live.get(symbol) ?? []) {
      const state = this.#brackets.get(id);
      if (state === undefined || candle.time < state.submittedAt) continue;
      const late = state.status === 'working' && candle.time >= state.order.expiresAt;
      this.#keep(late ? { ...state, status: 'expired' } : walkBar(state, bar, this.#costs));
    }
  }

  #keep(state: BracketState): void {
    const { clientOrderId, symbol } = state.order;
    this.account.apply(this.#brackets.get(clientOrderId), state);
    this.#brackets.set(clientOrderId, state);
    const live = this.#live.get(symbol) ?? new Set<string>();
    this.#live.set(symbol, live);
    if (isLive(state)) live.add(clientOrderId);
    else live.delete(clientOrderId);
  }

  #report(state: BracketState): OrderReport {
    return {
      clientOrderId: state.order.clientOrderId,
      status: state.status,
      fills: state.fills,
      at: this.#now,
    };
  }
}
