import { Decimal, settlementOf } from '@tradewarden/core';
import type { ExchangeState } from './exchange-state.ts';
import { valueOf } from './position.ts';

const everyMs = 8 * 3_600_000;

/** The first funding moment after `at`: 00, 08 and 16 UTC. */
export const nextFunding = (at: number): number => (Math.floor(at / everyMs) + 1) * everyMs;

/** Longs pay the rate on the value at the mark to shorts; a negative rate the other way round. */
export function payFunding(state: ExchangeState, rates: ReadonlyMap<string, Decimal>): void {
  for (const [symbol, rate] of rates) {
    const market = state.markets.get(symbol);
    const mark = state.account.mark(symbol);
    const { quantity } = state.account.position(symbol);
    if (market === undefined || mark === undefined || quantity.isZero()) continue;
    const { contract, currency } = settlementOf(market.instrument);
    const amount = valueOf(contract, quantity, mark).times(rate).negated().round(12, 'floor');
    state.account.pay(currency, amount);
    state.record({ kind: 'funding', symbol, currency, amount: amount.toString() });
  }
}
