import { fail, pass, type BuiltInRule } from './rule.ts';

/** The plan may still be entered, and was not dated after now. */
export const planFreshness: BuiltInRule = {
  id: 'plan.freshness',
  severity: 'block',
  needs: [],
  when: 'plan',
  codes: ['PLAN_FROM_FUTURE', 'PLAN_STALE'],
  purpose: 'The plan may still be entered, and was not dated after now.',
  check: ({ plan, limits, now }) => {
    const skew = limits.number('plan.skewMs').toNumber();
    if (plan.createdAt > now + skew) {
      const figures = { observed: String(plan.createdAt - now), limit: String(skew), unit: 'ms' };
      return fail('PLAN_FROM_FUTURE', `created ${plan.createdAt - now} ms after now`, figures);
    }
    if (now >= plan.expiresAt)
      return fail('PLAN_STALE', `expired ${now - plan.expiresAt} ms ago`, { unit: 'ms' });
    return pass('the plan may still be entered', { headroom: String(plan.expiresAt - now), unit: 'ms' });
  },
};
