import { Decimal } from '@tradewarden/core';
import type { ExposureFact } from './internal-facts.ts';
import { fail, notApplicable, pass, type Rule } from './rule.ts';

/** One more position is allowed; reserved ones count. */
export const positionsMax: Rule = {
  id: 'positions.max',
  severity: 'block',
  needs: ['exposure'],
  when: 'plan',
  check: ({ facts, limits }) => {
    const maximum = limits.decimal('positions.max');
    if (maximum === undefined) return notApplicable('positions.max is unlimited');
    const { positions } = facts.value('exposure') as unknown as ExposureFact;
    const free = Decimal.max(maximum.minus(positions), 0).toString();
    const figures = { observed: positions, limit: maximum.toString(), unit: 'positions', headroom: free };
    return Decimal.of(positions).gte(maximum)
      ? fail('TOO_MANY_POSITIONS', `${positions} held or reserved, at most ${figures.limit} allowed`, figures)
      : pass('one more position is allowed', figures);
  },
};
