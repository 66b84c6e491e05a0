import type { Fact, FactDefinition, RuleResult } from '@tradewarden/core';
import type { Rule, RuleInput, RuleOutcome } from './rule.ts';

/** Largest age of each fact that has one. */
export type FactAges = ReadonlyMap<string, number>;

export const agesOf = (definitions: readonly FactDefinition[]): FactAges =>
  new Map(
    definitions.flatMap(({ key, maximumAgeMs }) =>
      maximumAgeMs === undefined ? [] : [[key, maximumAgeMs] as const],
    ),
  );

/** Runs one rule, three-valued: what it cannot know, or fails to compute, is indeterminate, never passed. */
export function runRule(rule: Rule, input: RuleInput, ages: FactAges): RuleResult {
  const outcome = blockedBy(rule, input, ages) ?? checked(rule, input);
  const { message, ...rest } = outcome;
  const effect = outcome.status === 'fail' && rule.severity === 'block' ? { effect: effectOf(outcome) } : {};
  return { id: rule.id, severity: rule.severity, ...rest, ...effect, message };
}

const effectOf = (outcome: RuleOutcome): 'reject' | 'resize' =>
  outcome.status === 'fail' && outcome.effect === 'resize' ? 'resize' : 'reject';

function checked(rule: Rule, input: RuleInput): RuleOutcome {
  if (rule.when === 'sized' && input.sized === undefined)
    return { status: 'not-applicable', message: 'there is no size' };
  try {
    return rule.check(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 'indeterminate', code: 'RULE_ERROR', message: `the rule failed: ${reason}` };
  }
}

function blockedBy(rule: Rule, input: RuleInput, ages: FactAges): RuleOutcome | undefined {
  for (const key of rule.needs) {
    const found = problemOf(key, input.facts.find(key), input.now, ages.get(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function problemOf(
  key: string,
  fact: Fact | undefined,
  now: number,
  maximumAge: number | undefined,
): RuleOutcome | undefined {
  if (fact === undefined)
    return { status: 'indeterminate', code: 'DATA_UNKNOWN', message: `${key}: no source is configured` };
  if (fact.status === 'absent') return { status: 'not-applicable', message: `${key}: ${fact.reason}` };
  if (fact.status === 'unknown') {
    return { status: 'indeterminate', code: fact.code ?? 'DATA_UNKNOWN', message: `${key}: ${fact.reason}` };
  }
  const age = now - fact.asOf;
  if (maximumAge === undefined || age <= maximumAge) return undefined;
  const figures = { observed: String(age), limit: String(maximumAge), unit: 'ms' };
  return {
    status: 'indeterminate',
    code: 'DATA_STALE',
    message: `${key}: ${age} ms old, at most ${maximumAge} allowed`,
    ...figures,
  };
}
