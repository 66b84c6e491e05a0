import { Decimal } from '@tradewarden/core';
import { type BuiltInRule, fail, pass } from './rule.ts';

/** There is something to size from. */
export const equityPositive: BuiltInRule = {
  id: 'equity.positive',
  severity: 'block',
  needs: ['equity'],
  when: 'plan',
  codes: ['EQUITY_NOT_POSITIVE'],
  purpose: 'The equity is above zero.',
  check: ({ facts }) => {
    const equity = Decimal.of(facts.value('equity') as string, 'equity');
    return equity.isPositive()
      ? pass('equity is above zero', { observed: equity.toString() })
      : fail('EQUITY_NOT_POSITIVE', `equity is ${equity.toString()}`, { observed: equity.toString() });
  },
};
