import { Decimal } from '@tradewarden/core';
import { fail, notApplicable, pass, type Rule } from './rule.ts';

/** The leverage that the plan asks for; it sets the margin, never the size. */
export const leverageRule: Rule = {
  id: 'plan.leverage',
  severity: 'block',
  needs: [],
  when: 'plan',
  check: ({ plan, limits }) => {
    const maximum = limits.decimal('leverage.max');
    if (maximum === undefined) return notApplicable('leverage.max is unlimited');
    const asked = plan.leverage ?? '1';
    const figures = { observed: asked, limit: maximum.toString(), unit: 'times' };
    return Decimal.of(asked).gt(maximum)
      ? fail('LEVERAGE_EXCEEDED', `leverage ${asked}, at most ${figures.limit} allowed`, figures)
      : pass('the leverage is allowed', figures);
  },
};
