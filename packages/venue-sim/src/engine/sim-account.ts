import { Decimal } from '@tradewarden/core';
import type { BracketState } from './bracket-state.ts';

interface Held {
  readonly symbol: string;
  /** Positive for a long. */
  readonly quantity: Decimal;
  readonly entry: Decimal;
}

/** Cash and positions of the simulated account: linear contracts, marked at the last close of their symbol. */
export class SimAccount {
  #cash: Decimal;
  #netDeposits: Decimal;
  readonly #held = new Map<string, Held>();
  readonly #marks = new Map<string, Decimal>();

  constructor(balance: Decimal) {
    this.#cash = balance;
    this.#netDeposits = balance;
  }

  get netDeposits(): Decimal {
    return this.#netDeposits;
  }

  /** Negative takes out. */
  transfer(amount: Decimal): void {
    this.#cash = this.#cash.plus(amount);
    this.#netDeposits = this.#netDeposits.plus(amount);
  }

  /** Takes over the fills that `after` has and `before` has not. */
  apply(before: BracketState | undefined, after: BracketState): void {
    const { order, fills, held } = after;
    const side = order.direction === 'LONG' ? 1 : -1;
    const entry = fills.find(({ reason }) => reason === 'entry');
    if (entry === undefined) return;
    for (const { reason, price, quantity, fee } of fills.slice(before?.fills.length ?? 0)) {
      this.#cash = this.#cash.minus(fee);
      if (reason === 'entry') continue;
      this.#cash = this.#cash.plus(Decimal.of(price).minus(entry.price).times(quantity).times(side));
    }
    if (held.isZero()) this.#held.delete(order.clientOrderId);
    else
      this.#held.set(order.clientOrderId, {
        symbol: order.symbol,
        quantity: held.times(side),
        entry: Decimal.of(entry.price),
      });
  }

  mark(symbol: string, price: string): void {
    this.#marks.set(symbol, Decimal.of(price));
  }

  equity(): Decimal {
    let equity = this.#cash;
    for (const { symbol, quantity, entry } of this.#held.values())
      equity = equity.plus((this.#marks.get(symbol) ?? entry).minus(entry).times(quantity));
    return equity;
  }
}
