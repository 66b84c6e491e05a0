import { type Amount, Decimal, InvalidNumberError, signed, worstEntry } from '@tradewarden/core';
import { type Amounts, type UnitRequest, unitAmounts, worstPrice } from './unit-amounts.ts';

/** Part of an entry: so many percent of the quantity at this price. All legs sum to 100. */
export interface EntryLeg {
  readonly price: Amount;
  readonly percent: Amount;
}

export interface WeightedLeg {
  readonly entry: Decimal;
  /** Fraction of the quantity. */
  readonly weight: Decimal;
  readonly perUnit: Amounts;
}

/**
 * The legs as given, or the worst edge of the zone as the only one.
 * @throws {InvalidNumberError} a leg at or beyond the stop, percents that are not positive or do not sum to 100.
 */
export function weightedLegs(request: UnitRequest, legs: readonly EntryLeg[] = []): readonly WeightedLeg[] {
  if (legs.length === 0) {
    const entry = worstPrice(request, worstEntry(request.plan), 'entry');
    return [{ entry, weight: Decimal.one, perUnit: unitAmounts(request, entry) }];
  }
  const weighted = legs.map(({ price, percent }, index): WeightedLeg => {
    const entry = worstPrice(request, Decimal.of(price, `legs[${index}].price`), 'entry');
    const share = Decimal.of(percent, `legs[${index}].percent`);
    if (!share.isPositive())
      throw new InvalidNumberError(`legs[${index}].percent`, share.toString(), 'must be above zero');
    if (!signed(request.plan, entry.minus(request.plan.stop.price)).isPositive())
      throw new InvalidNumberError(`legs[${index}].price`, entry.toString(), 'is at or beyond the stop');
    return { entry, weight: share.dividedBy(100), perUnit: unitAmounts(request, entry) };
  });
  const sum = legs.reduce((total, { percent }) => total.plus(percent), Decimal.zero);
  if (!sum.eq(100)) throw new InvalidNumberError('legs', sum.toString(), 'percents must sum to 100');
  return weighted;
}

/** Amounts of legs of these sizes together. */
export const amountsOf = (legs: readonly (readonly [Amounts, Decimal])[]): Amounts => {
  const sum = (measure: keyof Amounts): Decimal =>
    legs.reduce((total, [perUnit, size]) => total.plus(perUnit[measure].times(size)), Decimal.zero);
  return { notional: sum('notional'), margin: sum('margin'), riskAtStop: sum('riskAtStop') };
};
