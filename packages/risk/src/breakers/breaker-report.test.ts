import { memoryStore } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { breakerReport } from './breaker-report.ts';
import { equityStateKey, untrustedKey } from './equity-state.ts';
import { outcomeStateKey } from './outcome-state.ts';

const book = { account: 'main', mode: 'paper' } as const;

test('of a book that nobody has watched there is nothing to tell', async () => {
  expect(await breakerReport(memoryStore(), book, 1000)).toEqual({ lossesInARow: 0, cooldowns: [] });
});

test('losses are told as fractions, with the doubt, and cooldowns only as long as they run', async () => {
  const store = memoryStore();
  const window = { start: '2025-10-10', unit: '1', equity: '10000' };
  const state = { equity: '9500', netDeposits: '0', at: 7, unit: '0.95', highWater: '1', reduced: true };
  const doubt = { since: 5, reason: 'the venue does not answer' };
  const cooldowns = [999, 1000, 1001].map((until) => ({ scope: 'all', until, why: 'loss' }));
  await store.commit({
    puts: [
      {
        key: equityStateKey(book),
        value: { ...state, day: { ...window, unit: '1.9', equity: '19000' }, week: window, beyond: {} },
      },
      { key: untrustedKey(book), value: doubt },
      { key: outcomeStateKey(book), value: { losses: 2, cooldowns } },
    ],
  });
  expect(await breakerReport(store, book, 1000)).toEqual({
    equity: { value: '9500', at: 7, dailyLoss: '0.5', weeklyLoss: '0.05', drawdown: '0.05', reduced: true },
    untrusted: doubt,
    lossesInARow: 2,
    cooldowns: [{ scope: 'all', until: 1001, why: 'loss' }],
  });
});
