import type { Instrument } from '@tradewarden/core';
import { Decimal, stopDistance } from '@tradewarden/core';
import { type BuiltInRule, fail, notApplicable, pass } from './rule.ts';

/** Entry and stop are at least one tick apart: nearer, the venue takes them for one price. */
export const stopTicks: BuiltInRule = {
  id: 'plan.stop-ticks',
  severity: 'block',
  needs: ['instrument'],
  when: 'plan',
  codes: ['STOP_TOO_CLOSE'],
  purpose: 'Entry and stop are at least one tick of the instrument apart.',
  check: ({ plan, facts }) => {
    const { tick } = facts.value('instrument') as unknown as Instrument;
    if (tick === undefined) return notApplicable('the instrument names no tick');
    const distance = stopDistance(plan);
    const figures = { observed: distance.toString(), limit: Decimal.of(tick).toString(), unit: 'price' };
    return distance.lt(tick)
      ? fail(
          'STOP_TOO_CLOSE',
          `the stop is ${figures.observed} from the entry, less than a tick of ${figures.limit}`,
          figures,
        )
      : pass('the stop is at least a tick away', figures);
  },
};
