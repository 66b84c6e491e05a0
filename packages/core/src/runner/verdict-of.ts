import type { RuleResult, Verdict } from '../domain/decision.ts';

/** Rejected if any blocking rule rejects or is indeterminate, else resized if any resizes, else approved. */
export function verdictOf(rules: readonly RuleResult[]): Verdict {
  const blocking = rules.filter(({ severity }) => severity === 'block');
  const refused = blocking.some(
    ({ status, effect }) => status === 'indeterminate' || (status === 'fail' && effect !== 'resize'),
  );
  if (refused) return 'rejected';
  return blocking.some(({ effect }) => effect === 'resize') ? 'resized' : 'approved';
}
