import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Commit,
  createRunner,
  ExposureLedger,
  exposureReport,
  memoryStore,
  Pipeline,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { placeOrder } from '@tradewarden/executor';
import { announce } from '@tradewarden/notify';
import type { EquitySource } from '@tradewarden/core/equity';
import { EquityWatch, riskGate } from '@tradewarden/risk';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-largest-'));
afterAll(() => rmSync(directory, { recursive: true }));

const operations = ({ checks, adds, puts, deletes, appends }: Commit): number =>
  [checks, adds, puts, deletes, appends].reduce((sum, part) => sum + (part?.length ?? 0), 0);

/** The number of operations of every commit from now on. */
function counted(store: Store): number[] {
  const commit = store.commit.bind(store);
  const sizes: number[] = [];
  Object.assign(store, {
    commit: async (asked: Commit) => {
      sizes.push(operations(asked));
      return commit(asked);
    },
  });
  return sizes;
}

const clock = new VirtualClock(samplePlan().createdAt);

test.each<readonly [string, () => Promise<Store>]>([
  ['memory', async () => memoryStore({ clock })],
  ['sqlite', async () => openSqliteStore({ path: join(directory, 'store.db'), clock })],
])('the largest decision and its release fit a commit on %s', async (_, open) => {
  const store = await open();
  const equity: EquitySource = {
    id: 'test',
    measured: true,
    read: async ({ now }) => ({ equity: '10000', netDeposits: '0', at: now }),
  };
  const watch = new EquityWatch({ store, account: 'main', mode: 'notify', source: equity, clock });
  expect(await watch.observe()).toMatchObject({ status: 'observed' });
  const sizes = counted(store);
  const groups = Object.fromEntries(Array.from({ length: 12 }, (__, index) => [`group ${index}`, ['BTC']]));
  const limits = Object.fromEntries(
    ['exposure', 'heat', 'margin'].map((family) => [`${family}.group`, '0.9']),
  );
  const gate = riskGate({
    equity,
    market: 'none',
    groups,
    limits: { ...limits, 'positions.group': 9, 'repeat.max': 9 },
  });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce()).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, account: 'main', mode: 'notify', clock });
  const { decision, error } = await runner.run(samplePlan());
  expect(error).toBeUndefined();
  expect(decision?.verdict).not.toBe('rejected');
  // 15 checks, 74 counters and 2 of queues, 10 keys and 2 jobs, 2 records: 23 of 128 are left for stages of others.
  expect(sizes).toEqual([105]);
  expect(await exposureReport(store, runner.book)).toMatchObject({ total: { count: '1' }, differences: [] });
  const released = await new ExposureLedger({ store, book: runner.book }).release(
    decision?.decisionId ?? '',
    'expired',
    clock.now(),
  );
  expect(released).toMatchObject({ state: 'closed' });
  expect(released?.uses).toHaveLength(72);
  // Reservation and book are checked; of an order there would be its journal and its place among the open ones.
  expect(sizes[1]).toBe(2 + 72 + 1 + 3 + 1);
  expect(await exposureReport(store, runner.book)).toMatchObject({ total: { count: '0' }, differences: [] });
  await store.close();
});
