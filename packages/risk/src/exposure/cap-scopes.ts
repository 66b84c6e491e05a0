import {
  type Book,
  capCounter,
  type CapScope,
  Decimal,
  type Measure,
  type TradePlan,
} from '@tradewarden/core';
import { type Cap, type ScopeKind, scopeKinds } from './caps.ts';
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

/** Names that were made of the scopes of a plan: a decision asks for each of them several times. */
const made = new WeakMap<PlanScopes, Map<string, readonly string[]>>();

/** Counters that a plan takes from in one measure: one for each name of each scope. */
export function countersOf(scopes: PlanScopes, kind: ScopeKind, measure: Measure): readonly string[] {
  const known = made.get(scopes) ?? new Map<string, readonly string[]>();
  made.set(scopes, known);
  const key = `${kind} ${measure}`;
  const counters = known.get(key) ?? scopes[kind].map((name) => capCounter(scopeOf(kind, name), measure));
  known.set(key, counters);
  return counters;
}

const measures: readonly Measure[] = ['notional', 'margin', 'riskAtStop', 'count'];

/** Every counter that a plan takes from, limited or not, with what it measures. */
export const everyCounter = (
  scopes: PlanScopes,
): readonly { readonly measure: Measure; readonly counter: string }[] =>
  measures.flatMap((measure) =>
    scopeKinds.flatMap((kind) => countersOf(scopes, kind, measure).map((counter) => ({ measure, counter }))),
  );

export interface CountedName {
  readonly name: string;
  readonly counter: string;
}

/** Names of a scope that the cap holds for, with the counter of each. */
export function countedUnder({ scope, measure, only }: Cap, scopes: PlanScopes): readonly CountedName[] {
  const counters = countersOf(scopes, scope, measure);
  const all = scopes[scope].map((name, index) => ({ name, counter: counters[index] ?? '' }));
  return only === undefined ? all : all.filter(({ name }) => only.includes(name));
}

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
  const found = countedUnder(cap, scopes).map(({ name, counter }) => {
    const used = exposure[counter];
    if (used === undefined) throw new Error(`the ledger was not asked for ${counter}`);
    return { name, used: Decimal.of(used) };
  });
  return found.toSorted((left, right) => right.used.compare(left.used)).at(0);
}
