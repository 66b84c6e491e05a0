import { runSimulations, runsOf } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { TradeExecutor } from '../src/trade-executor.ts';

test('the executor keeps every invariant, whatever fails', { timeout: 3_600_000 }, async () => {
  const seeds = runsOf(400);
  const coverage = await runSimulations({
    seeds,
    plans: 5,
    recipes: {
      trader: ({ store, venue, book, clock, pause, crash }) =>
        new TradeExecutor({ store, venue, account: book.account, mode: 'paper', clock, pause, crash }),
    },
  });
  expect(coverage.decisions).toBe(5 * seeds);
  expect(coverage.orders).toBeGreaterThan(seeds / 2);
  for (const name of [
    'fills',
    'deaths',
    'lostAnswers',
    'powerLosses',
    'retries',
    'expiries',
    'latchings',
  ] as const)
    expect(coverage[name], name).toBeGreaterThan(0);
});
