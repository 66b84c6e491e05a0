import {
  type Book,
  capCounter,
  type CapScope,
  Decimal,
  type Measure,
  type TradePlan,
} from '@tradewarden/core';
import type { Cap, ScopeKind } from './caps.ts';
import { baseAssetOf, groupsOf, type Grouping } from './grouping.ts';

/** Names of everything that a plan counts for, by scope. */
export type PlanScopes = Readonly<Record<ScopeKind, readonly string[]>>;

export const scopesOf = (
  plan: Pick<TradePlan, 'symbol' | 'direction' | 'source'>,
  book: Pick<Book, 'venue'>,
  grouping: Grouping,
): PlanScopes => ({
  total: ['total'],
  symbol: [plan.symbol],
  baseAsset: [baseAssetOf(plan.symbol, grouping)],
  side: [plan.direction],
  group: groupsOf(plan, grouping),
  source: [plan.source],
  venue: [book.venue],
});

/** Counters that a plan takes from in one measure: one for each name of each scope. */
export const countersOf = (scopes: PlanScopes, kind: ScopeKind, measure: Measure): readonly string[] =>
  scopes[kind].map((name) => capCounter(scopeOf(kind, name), measure));

/** Names of a scope that the cap holds for. */
export const namesUnder = (cap: Cap, scopes: PlanScopes): readonly string[] =>
  scopes[cap.scope].filter((name) => cap.only?.includes(name) !== false);

export const counterOf = (cap: Cap, name: string): string =>
  capCounter(scopeOf(cap.scope, name), cap.measure);

const scopeOf = (kind: ScopeKind, name: string): CapScope =>
  kind === 'total' ? 'total' : ({ [kind]: name } as unknown as CapScope);

/** What is used by counter, as decimal text: account currency, or positions. */
export type ExposureFact = Readonly<Record<string, string>>;

/** The fullest counter under a cap, with the name it belongs to; `undefined` when the cap does not concern the plan. */
export function usedUnder(
  cap: Cap,
  scopes: PlanScopes,
  exposure: ExposureFact,
): { readonly name: string; readonly used: Decimal } | undefined {
  const found = namesUnder(cap, scopes).map((name) => {
    const used = exposure[counterOf(cap, name)];
    if (used === undefined) throw new Error(`the ledger was not asked for ${counterOf(cap, name)}`);
    return { name, used: Decimal.of(used) };
  });
  return found.toSorted((left, right) => right.used.compare(left.used)).at(0);
}
