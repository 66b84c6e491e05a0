import type { Clock, StoreDriver } from '@tradewarden/core';
import { runSimulations, runsOf } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { postgresDriver } from '../src/postgres-driver.ts';
import { testServer } from './test-server.ts';

const servers = testServer();

test('no invariant breaks over PostgreSQL, whatever fails', { timeout: 600_000 }, async () => {
  const url = await servers.database();
  // One database for all seeds, each with an account of its own; its time is that of the seed that runs.
  let clock: Clock | undefined;
  const time: Clock = {
    now: () => clock?.now() ?? 0,
    sleep: async (ms, signal) => clock?.sleep(ms, signal),
  };
  const handles: StoreDriver[] = [];
  for (let index = 0; index < 3; index += 1) handles.push(await postgresDriver({ url, clock: time }));
  const seeds = runsOf(40);
  let opened = 0;
  const coverage = await runSimulations({
    seeds,
    plans: 5,
    accountOf: (seed) => `seed-${seed}`,
    state: async (now) => {
      clock = now;
      return {
        open: async () => {
          opened += 1;
          return handles[opened % handles.length]!;
        },
      };
    },
  });
  for (const driver of handles) await driver.close();
  expect(coverage.decisions).toBe(5 * seeds);
  for (const name of ['orders', 'deaths', 'lostAnswers', 'retries', 'rejections', 'expiries'] as const)
    expect(coverage[name], name).toBeGreaterThan(0);
});
