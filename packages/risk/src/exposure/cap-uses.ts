import { type CapUse, Decimal, type Measure } from '@tradewarden/core';
import type { Amounts } from '../sizing/unit-amounts.ts';
import { scopeKinds } from './caps.ts';
import { countersOf, type PlanScopes } from './cap-scopes.ts';

const measures: readonly Measure[] = ['notional', 'margin', 'riskAtStop', 'count'];

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
  const use = (counter: string, amount: number): CapUse => {
    const max = bounds.get(counter);
    return max === undefined ? { counter, amount } : { counter, amount, max };
  };
  return measures.flatMap((measure) => {
    const amount = measure === 'count' ? 1 : amounts[measure].toInteger(unitPlaces, 'ceil');
    return scopeKinds.flatMap((kind) =>
      countersOf(scopes, kind, measure).map((counter) => use(counter, amount)),
    );
  });
}
