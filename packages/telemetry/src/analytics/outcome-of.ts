import { Decimal, type Execution } from '@tradewarden/core';

export interface Outcome {
  readonly decisionId: string;
  readonly symbol: string;
  readonly regime: string;
  readonly result: 'win' | 'loss' | 'scratch' | 'unfilled' | 'open';
  /** After fees, in units of the initial risk; absent without a closed position. */
  readonly r?: Decimal;
  /** Account currency, after fees. */
  readonly profit?: Decimal;
  readonly fees?: Decimal;
  readonly heldMs?: number;
}

/** Within this many R a result is neither win nor loss. */
const scratch = Decimal.of('0.1');

/**
 * Result of an execution in R (trading.md §4.7): R0 = filled quantity × |average entry − initial stop|;
 * R = (Σ quantity × signed (exit − average entry) − fees) ÷ R0.
 */
export function outcomeOf(execution: Execution): Outcome {
  const { decisionId, symbol, direction, order, fills, status } = execution;
  const about = { decisionId, symbol, regime: execution.regime ?? 'unknown' };
  const entries = fills.filter(({ reason }) => reason === 'entry');
  const exits = fills.filter(({ reason }) => reason !== 'entry');
  const quantity = entries.reduce((sum, fill) => sum.plus(fill.quantity), Decimal.zero);
  if (quantity.isZero())
    return { ...about, result: status === 'working' || status === 'journaled' ? 'open' : 'unfilled' };
  if (status !== 'closed') return { ...about, result: 'open' };
  const paid = valueOf(entries);
  const received = valueOf(exits);
  const gross = direction === 'LONG' ? received.minus(paid) : paid.minus(received);
  const fees = fills.reduce((sum, { fee }) => sum.plus(fee), Decimal.zero);
  const profit = gross.minus(fees);
  const risk = paid.minus(Decimal.of(order.stop).times(quantity)).abs();
  const r = profit.dividedBy(risk);
  const heldMs = (exits.at(-1)?.at ?? 0) - (entries[0]?.at ?? 0);
  return { ...about, result: resultOf(r), r, profit, fees, heldMs };
}

const valueOf = (fills: Execution['fills']): Decimal =>
  fills.reduce((sum, { price, quantity }) => sum.plus(Decimal.of(price).times(quantity)), Decimal.zero);

function resultOf(r: Decimal): 'win' | 'loss' | 'scratch' {
  if (r.abs().lte(scratch)) return 'scratch';
  return r.isPositive() ? 'win' : 'loss';
}
