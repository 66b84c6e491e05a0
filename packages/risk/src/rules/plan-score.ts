import { Decimal } from '@tradewarden/core';
import { fail, notApplicable, pass, type BuiltInRule } from './rule.ts';

/** The confluence score reaches the minimum; without a score it does not. */
export const planScore: BuiltInRule = {
  id: 'plan.score',
  severity: 'block',
  needs: [],
  when: 'plan',
  codes: ['SCORE_TOO_LOW'],
  purpose: 'The score reaches score.min.',
  check: ({ plan, limits }) => {
    const minimum = limits.decimal('score.min');
    if (minimum === undefined) return notApplicable('score.min is unlimited');
    const figures = { limit: minimum.toString(), unit: 'points' };
    if (plan.score === undefined) return fail('SCORE_TOO_LOW', 'the plan has no score', figures);
    const observed = { ...figures, observed: plan.score };
    return Decimal.of(plan.score).lt(minimum)
      ? fail('SCORE_TOO_LOW', `score ${plan.score}, at least ${minimum.toString()} wanted`, observed)
      : pass('the score is high enough', observed);
  },
};
