import {
  Decimal,
  type Decision,
  type Fact,
  type Json,
  known,
  type RuleResult,
  type Sizing,
  type TradePlan,
} from '@tradewarden/core';
import { factOf } from '@tradewarden/core/audit';
import { everyCounter, type ExposureFact, scopesOf } from '../exposure/cap-scopes.ts';
import type { Grouping } from '../exposure/grouping.ts';
import type { BookFact, ClaimFact } from '../rules/internal-facts.ts';
import type { CountedBook, CountedPosition } from './counted-book.ts';

export type PlanDecision = Decision & { readonly plan: TradePlan };

/** What has come about and what would have come about until now. */
export interface TwoBooks {
  readonly actual: CountedBook;
  readonly other: CountedBook;
}

/** What an approval of this size takes of every counter. */
export function positionOf(
  { plan, decisionId, book, evaluatedAt }: PlanDecision,
  sizing: Sizing,
  grouping: Grouping,
): CountedPosition {
  const scopes = scopesOf(plan, book, grouping);
  const uses = everyCounter(scopes).map(
    ({ measure, counter }) =>
      [counter, measure === 'count' ? Decimal.one : Decimal.of(sizing[measure])] as const,
  );
  const { planId, source, symbol, direction, expiresAt } = plan;
  return {
    id: decisionId,
    planId,
    source,
    symbol,
    direction,
    at: evaluatedAt,
    expiresAt,
    uses: new Map(uses),
  };
}

export const recordedFacts = ({ facts }: Decision): Map<string, Fact> =>
  new Map(Object.entries(facts).map(([key, record]) => [key, factOf(record)]));

/**
 * The recorded facts, with what the ledger would have said: what it said, plus what only the other book holds, less
 * what only the actual one does. So what the log does not tell of, such as positions added by hand, counts in both.
 */
export function factsUnder(decision: PlanDecision, books: TwoBooks, grouping: Grouping): Map<string, Fact> {
  const facts = recordedFacts(decision);
  const replace = (key: string, change: (value: Json) => Json): void => {
    const fact = facts.get(key);
    if (fact?.status === 'known') facts.set(key, known(change(fact.value), fact.asOf, fact.source));
  };
  replace('exposure', (value) => exposureUnder(value as ExposureFact, decision, books, grouping));
  replace('book', (value) => {
    const { long, short } = value as unknown as BookFact;
    return {
      long: sideUnder(long, decision, books, 'LONG'),
      short: sideUnder(short, decision, books, 'SHORT'),
    };
  });
  replace(
    'claim',
    (value) => claimUnder(value as unknown as ClaimFact | null, decision, books) as unknown as Json,
  );
  return facts;
}

function exposureUnder(
  recorded: ExposureFact,
  { plan, book }: PlanDecision,
  { actual, other }: TwoBooks,
  grouping: Grouping,
): Json {
  const counters = everyCounter(scopesOf(plan, book, grouping)).map(({ counter }) => counter);
  const used = (counter: string): Decimal => {
    const said = recorded[counter];
    return said === undefined
      ? other.used(counter)
      : Decimal.max(Decimal.of(said).plus(other.used(counter)).minus(actual.used(counter)), 0);
  };
  return Object.fromEntries(
    [...new Set([...Object.keys(recorded), ...counters])].map((counter) => [
      counter,
      used(counter).toString(),
    ]),
  );
}

const sideUnder = (
  recorded: number,
  { plan: { symbol } }: PlanDecision,
  { actual, other }: TwoBooks,
  direction: 'LONG' | 'SHORT',
): number => Math.max(0, recorded + other.side(symbol, direction) - actual.side(symbol, direction));

function claimUnder(
  recorded: ClaimFact | null,
  { plan }: PlanDecision,
  { actual, other }: TwoBooks,
): ClaimFact | null {
  const would = other.fired(plan) ?? null;
  const isKnown = recorded === null || actual.fired(plan)?.planId === recorded.planId;
  if (isKnown) return would;
  return would !== null && would.at >= recorded.at ? would : recorded;
}

/** An earlier revision that is in flight was only so if the other book holds it too. */
export const rulesUnder = (
  rules: readonly RuleResult[],
  { facts }: Decision,
  { other }: TwoBooks,
): readonly RuleResult[] =>
  rules.map((rule) => {
    if (rule.id !== 'plan.revision' || rule.status !== 'fail') return rule;
    const record = facts['plan.earlier'];
    const earlier = record !== undefined && 'value' in record ? record.value : null;
    const { decisionId = '' } = (earlier ?? {}) as { readonly decisionId?: string };
    if (other.holds(decisionId)) return rule;
    const { id, severity } = rule;
    return { id, severity, status: 'pass', message: 'no earlier revision is in flight' };
  });
