import { expect, test } from 'vitest';
import type { LatchNote } from './state-rule.ts';
import { stateRule } from './state-rule.ts';

const rule = { id: 'state.trading', severity: 'block' };

test('nothing is latched: the rule passes', () => {
  expect(stateRule([])).toEqual({ ...rule, status: 'pass', message: 'nothing is latched' });
});

test('every latch is named with its causes; the code is of the strictest', () => {
  const latches: readonly LatchNote[] = [
    {
      scope: 'account',
      state: 'REDUCING',
      causes: [
        { cause: 'daily-loss', reason: '4 %' },
        { cause: 'operator', reason: 'lunch' },
      ],
    },
    { scope: { symbol: 'BTC/USDT' }, state: 'HALTED', causes: [] },
  ];
  expect(stateRule(latches)).toEqual({
    ...rule,
    status: 'fail',
    effect: 'reject',
    code: 'STATE_HALTED',
    message: 'account is REDUCING: daily-loss (4 %), operator (lunch); symbol BTC/USDT is HALTED',
  });
});
