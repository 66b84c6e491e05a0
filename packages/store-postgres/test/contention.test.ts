import type { DriverCommit } from '@tradewarden/core';
import { Client } from 'pg';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openPostgresStore, postgresDriver } from '../src/index.ts';
import { agreeingBooks } from './books.ts';
import { testServer } from './test-server.ts';

const servers = testServer();
const script = fileURLToPath(new URL('committer.ts', import.meta.url));

function startCommitter(url: string, name: string, cap: number) {
  const child = fork(script, [name, String(cap)], {
    execArgv: ['--conditions=@tradewarden/source'],
    env: { ...process.env, STORE_URL: url },
  });
  const acknowledged: string[] = [];
  child.on('message', (key) => acknowledged.push(key as string));
  const exit = once(child, 'exit');
  return { acknowledged, child, exit };
}

/** Bookings of keys `from` to `to`, each on a counter of its own besides the common one. */
const batchOf = (name: string, from: number, to: number): readonly DriverCommit[] =>
  Array.from({ length: Math.abs(to - from) }, (_, index) => {
    const key = `record/${name}/${from < to ? from + index : from - index}`;
    const value = JSON.stringify({ amount: 1, key });
    return {
      checks: [{ key, version: 0 }],
      adds: [
        { counter: 'total', delta: 1 },
        { counter: `by/${from < to ? from + index : from - index}`, delta: 1 },
      ],
      puts: [{ key, value }],
      deletes: [],
      appends: [{ log: 'audit', value }],
    };
  });

test('batches of far more than 128 names and small ones do not wait for each other in circles', async () => {
  const url = await servers.database();
  const drivers = await Promise.all([1, 2, 3].map(async () => postgresDriver({ url })));
  const results = await Promise.all(
    drivers.flatMap((driver, index) => [
      driver.commit(batchOf(`up${index}`, 0, 128)),
      driver.commit(batchOf(`down${index}`, 128, 0)),
      ...Array.from({ length: 10 }, async (_, part) =>
        driver.commit(batchOf(`part${index}`, part * 10, part * 10 + 5)),
      ),
    ]),
  );
  expect(results.flat().filter(({ ok }) => !ok)).toEqual([]);
  const store = await openPostgresStore({ url });
  expect((await agreeingBooks(store)).size).toBe(3 * (128 + 128 + 50));
  await store.close();
  await Promise.all(drivers.map(async (driver) => driver.close()));
});

test('a batch with so many names waits for all others, a small one for nobody', async () => {
  const url = await servers.database();
  const driver = await postgresDriver({ url, lockTimeoutMs: 300 });
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query(`SELECT pg_advisory_lock_shared(hashtextextended('"tradewarden"', 0))`);
  expect(await driver.commit(batchOf('small', 0, 20))).toHaveLength(20);
  await expect(driver.commit(batchOf('large', 0, 100))).rejects.toThrow(/waiting too long for a lock/);
  await other.end();
  expect(await driver.commit(batchOf('large', 0, 100))).toHaveLength(100);
  const results = await driver.commit(batchOf('large', 0, 100));
  expect(results.map(({ ok }) => ok)).toEqual(Array.from({ length: 100 }, () => false));
  await driver.close();
});

test('three processes fill a hot counter to its cap from an empty database on, though one is killed', async () => {
  const url = await servers.database();
  const cap = 3000;
  const [first, second, killed] = ['a', 'b', 'c'].map((name) => startCommitter(url, name, cap));
  if (first === undefined || second === undefined || killed === undefined) throw new Error('three are three');
  await expect.poll(() => killed.acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(10);
  killed.child.kill('SIGKILL');
  expect(await killed.exit).toEqual([null, 'SIGKILL']);
  expect([await first.exit, await second.exit]).toEqual([
    [0, null],
    [0, null],
  ]);
  const store = await openPostgresStore({ url });
  const records = await agreeingBooks(store);
  const byProcess = await store.counters(['by/a', 'by/b', 'by/c']);
  expect(await store.counters(['total'])).toEqual([cap]);
  expect(byProcess.reduce((sum, amount) => sum + amount, 0)).toBe(cap);
  expect(Math.min(...byProcess)).toBeGreaterThan(0);
  const acknowledged = [first, second, killed].flatMap((committer) => committer.acknowledged);
  expect(acknowledged.filter((key) => !records.has(key))).toEqual([]);
  const unkilled = [...records.keys()].filter((key) => !key.startsWith('record/c/'));
  expect(new Set([...first.acknowledged, ...second.acknowledged])).toEqual(new Set(unkilled));
  await store.close();
});
