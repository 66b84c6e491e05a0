import { type Amount, Decimal, type Direction, InvalidNumberError } from '@tradewarden/core';
import type { Amounts } from '../sizing/unit-amounts.ts';

/** What is known of a position beside its value. */
export interface PositionDetails {
  /** Default `LONG`. */
  readonly direction?: Direction;
  /** What is lost at the stop, in account currency; without one the whole value counts as at risk. */
  readonly riskAtStop?: Amount;
  /** Default: the whole value, as without leverage. */
  readonly margin?: Amount;
}

/** What a position of this value takes of each measure. @throws {InvalidNumberError} negative or not a number. */
export const positionAmounts = (value: Amount, { margin, riskAtStop }: PositionDetails): Amounts => ({
  notional: notNegative(value, 'value'),
  margin: notNegative(margin ?? value, 'margin'),
  riskAtStop: notNegative(riskAtStop ?? value, 'riskAtStop'),
});

export function notNegative(input: Amount, label: string): Decimal {
  const value = Decimal.of(input, label);
  if (value.isNegative()) throw new InvalidNumberError(label, value.toString(), 'must not be negative');
  return value;
}
