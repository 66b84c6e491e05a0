import { metricMismatches } from '@tradewarden/core';
import { fail, pass, type BuiltInRule } from './rule.ts';

/** What the plan states about itself agrees with its prices. */
export const planMetrics: BuiltInRule = {
  id: 'plan.metrics',
  severity: 'warn',
  needs: [],
  when: 'plan',
  codes: ['PLAN_METRIC_MISMATCH'],
  purpose: 'What the plan states about itself agrees with its prices.',
  check: ({ plan }) => {
    const found = metricMismatches(plan);
    if (found.length === 0) return pass('stated ratios agree with the prices');
    const text = found.map(
      ({ path, claimed, derived }) => `${path}: ${claimed} stated, ${derived} by the prices`,
    );
    return fail('PLAN_METRIC_MISMATCH', text.join('; '));
  },
};
