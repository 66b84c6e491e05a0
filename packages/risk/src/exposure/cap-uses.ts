import { type CapUse, Decimal } from '@tradewarden/core';
import type { Amounts } from '../sizing/unit-amounts.ts';
import { everyCounter, type PlanScopes } from './cap-scopes.ts';

const most = Decimal.fromInteger(Number.MAX_SAFE_INTEGER, 0);

/** What a counter may hold under a cap, rounded down; a counter holds no more than a safe integer anyway. */
export function boundOf(amount: Decimal, unitPlaces: number): number {
  const units = amount.times(Decimal.of(`1e${unitPlaces}`));
  return Decimal.min(units, most).toInteger(0, 'floor');
}

interface CapUsesInput {
  readonly scopes: PlanScopes;
  readonly amounts: Amounts;
  /** The most that a counter may hold, in counting units. */
  readonly bounds: ReadonlyMap<string, number>;
  readonly unitPlaces: number;
}

/**
 * What a position takes: of every scope in every measure, limited or not, so that a cap which is set tomorrow knows
 * what is held today. Amounts are rounded up to the counting unit.
 */
export function capUses({ scopes, amounts, bounds, unitPlaces }: CapUsesInput): readonly CapUse[] {
  const units = {
    notional: amounts.notional.toInteger(unitPlaces, 'ceil'),
    margin: amounts.margin.toInteger(unitPlaces, 'ceil'),
    riskAtStop: amounts.riskAtStop.toInteger(unitPlaces, 'ceil'),
    count: 1,
  };
  return everyCounter(scopes).map(({ measure, counter }) => {
    const [amount, max] = [units[measure], bounds.get(counter)];
    return max === undefined ? { counter, amount } : { counter, amount, max };
  });
}
