import { stopFraction } from '@tradewarden/core';
import { fail, pass, type BuiltInRule } from './rule.ts';

/** The stop is neither within the noise nor out of sight; a fraction of the worst entry. */
export const stopDistanceRule: BuiltInRule = {
  id: 'plan.stop-distance',
  severity: 'block',
  needs: [],
  when: 'plan',
  codes: ['STOP_TOO_CLOSE', 'STOP_TOO_FAR'],
  purpose: 'The stop distance is between stop.min and stop.max.',
  check: ({ plan, limits }) => {
    const distance = stopFraction(plan);
    const observed = distance.round(8, 'half-even').toString();
    const [least, most] = [limits.decimal('stop.min'), limits.decimal('stop.max')];
    if (least !== undefined && distance.lt(least)) {
      const figures = { observed, limit: least.toString(), unit: 'fraction' };
      return fail(
        'STOP_TOO_CLOSE',
        `stop at ${observed} of the entry, at least ${least.toString()} wanted`,
        figures,
      );
    }
    if (most !== undefined && distance.gt(most)) {
      const figures = { observed, limit: most.toString(), unit: 'fraction' };
      return fail(
        'STOP_TOO_FAR',
        `stop at ${observed} of the entry, at most ${most.toString()} wanted`,
        figures,
      );
    }
    return pass('the stop distance is within its limits', { observed, unit: 'fraction' });
  },
};
