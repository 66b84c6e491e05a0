import type { RuleResult } from '../domain/decision.ts';
import type { PlanIssue } from '../domain/plan-issue.ts';

const intakeRules = [
  { id: 'plan.completeness', code: 'PLAN_INCOMPLETE', sound: 'every required field is there' },
  { id: 'plan.geometry', code: 'PLAN_GEOMETRY', sound: 'stop, entry zone and targets are in order' },
  { id: 'plan.numbers', code: 'INVALID_NUMBER', sound: 'every number is an exact decimal in range' },
] as const;

/** What reading the plan found, as rules of the decision: the same three for every plan. */
export const intakeResults = (issues: readonly PlanIssue[]): readonly RuleResult[] =>
  intakeRules.map(({ id, code, sound }): RuleResult => {
    const found = issues
      .filter((issue) => issue.code === code)
      .map(({ path, message }) => ({ path, message }));
    if (found.length === 0) return { id, severity: 'block', status: 'pass', message: sound };
    const message = found.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
    return { id, severity: 'block', status: 'fail', effect: 'reject', code, message, issues: found };
  });
