import { type CapUse, type Measure, unitPlaces } from '@tradewarden/core';
import type { Amounts } from '../sizing/unit-amounts.ts';
import { scopeKinds } from './caps.ts';
import { countersOf, type PlanScopes } from './cap-scopes.ts';

const measures: readonly Measure[] = ['notional', 'margin', 'riskAtStop', 'count'];

/**
 * What a position takes: of every scope in every measure, limited or not, so that a cap which is set tomorrow knows
 * what is held today. `bounds` are the most that a counter may hold, in counting units.
 */
export function capUses(
  scopes: PlanScopes,
  amounts: Amounts,
  bounds: ReadonlyMap<string, number>,
): readonly CapUse[] {
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
