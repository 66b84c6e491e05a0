import { type Amount, Decimal, InvalidNumberError } from '@tradewarden/core';

/** What closed trades say of the next one. */
export interface TradeRecord {
  /** Closed trades behind the figures. */
  readonly sample: number;
  /** Won of all, 0 to 1. */
  readonly winRate: Amount;
  /** Average win ÷ average loss, in R. */
  readonly payoff: Amount;
}

/**
 * Fractional Kelly: `k × max(0, p − (1 − p) ÷ b)`, the fraction of equity to risk at the stop; trading.md §4.8.
 * `undefined` below the minimum sample: a few lucky trades say nothing.
 * @throws {InvalidNumberError} a rate outside [0, 1], a payoff that is not above zero, k outside (0, 1].
 */
export function kellyFraction(
  record: TradeRecord,
  { fraction, minimumSample }: { readonly fraction: Amount; readonly minimumSample: number },
): Decimal | undefined {
  const k = Decimal.of(fraction, 'fraction');
  const won = Decimal.of(record.winRate, 'winRate');
  const payoff = Decimal.of(record.payoff, 'payoff');
  if (!k.isPositive() || k.gt(1))
    throw new InvalidNumberError('fraction', k.toString(), 'must be above 0 and at most 1');
  if (won.isNegative() || won.gt(1))
    throw new InvalidNumberError('winRate', won.toString(), 'must be between 0 and 1');
  if (!payoff.isPositive()) throw new InvalidNumberError('payoff', payoff.toString(), 'must be above zero');
  if (!(record.sample >= minimumSample)) return undefined;
  const edge = won.minus(Decimal.one.minus(won).dividedBy(payoff, 'ceil'));
  return k.times(Decimal.max(edge, 0));
}
