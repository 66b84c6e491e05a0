import type { Fact, FactDefinition, RuleResult } from '@tradewarden/core';
import { LimitMissingError } from '../limits/limit-missing-error.ts';
import { indeterminate, notApplicable, type Rule, type RuleInput, type RuleOutcome } from './rule.ts';

/** Largest age of each fact that has one; as far it may be dated after now. */
export type FactAges = ReadonlyMap<string, number>;

export const agesOf = (definitions: readonly Pick<FactDefinition, 'key' | 'maximumAgeMs'>[]): FactAges =>
  new Map(
    definitions.flatMap(({ key, maximumAgeMs }) =>
      maximumAgeMs === undefined ? [] : [[key, maximumAgeMs] as const],
    ),
  );

/** Runs one rule, three-valued: what it cannot know, or fails to compute, is indeterminate, never passed. */
export function runRule(rule: Rule, input: RuleInput, ages: FactAges): RuleResult {
  const outcome = blockedBy(rule, input, ages) ?? checked(rule, input);
  const result = { id: rule.id, severity: rule.severity, ...outcome };
  if (outcome.status !== 'fail' || rule.severity !== 'block') return result;
  return { ...result, effect: outcome.effect === 'resize' ? 'resize' : 'reject' };
}

const statuses = new Set(['pass', 'fail', 'indeterminate', 'not-applicable']);

function checked(rule: Rule, input: RuleInput): RuleOutcome {
  if (rule.when === 'sized' && input.sized === undefined) return notApplicable('there is no size');
  try {
    const outcome: RuleOutcome | undefined = rule.check(input);
    if (typeof outcome === 'object' && statuses.has(outcome.status)) return outcome;
    return indeterminate('RULE_ERROR', 'the rule failed: it gave no outcome; a rule is synchronous');
  } catch (error) {
    if (LimitMissingError.isInstance(error)) return indeterminate('LIMIT_MISSING', error.message);
    return indeterminate(
      'RULE_ERROR',
      `the rule failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function blockedBy(rule: Rule, input: RuleInput, ages: FactAges): RuleOutcome | undefined {
  let absent: RuleOutcome | undefined;
  for (const key of rule.needs) {
    const found = problemOf(key, input.facts.find(key), input.now, ages.get(key));
    if (found?.status === 'indeterminate') return found;
    absent ??= found;
  }
  return absent;
}

function problemOf(
  key: string,
  fact: Fact | undefined,
  now: number,
  maximumAge: number | undefined,
): RuleOutcome | undefined {
  if (fact === undefined) return indeterminate('DATA_UNKNOWN', `${key}: no source is configured`);
  if (fact.status === 'absent') return notApplicable(`${key}: ${fact.reason}`);
  if (fact.status === 'unknown') return indeterminate(fact.code ?? 'DATA_UNKNOWN', `${key}: ${fact.reason}`);
  if (maximumAge === undefined) return undefined;
  // By a clock that is wrong, theirs or ours, a fact would never grow old.
  const age = Math.abs(now - fact.asOf);
  if (age <= maximumAge) return undefined;
  const when = fact.asOf > now ? 'after now' : 'old';
  const figures = { observed: String(age), limit: String(maximumAge), unit: 'ms' };
  return indeterminate('DATA_STALE', `${key}: ${age} ms ${when}, at most ${maximumAge} allowed`, figures);
}
