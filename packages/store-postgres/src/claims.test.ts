import { type ClaimQuery, openStore, VirtualClock } from '@tradewarden/core';
import { overriddenDriver } from '@tradewarden/testing';
import { describe, expect, test } from 'vitest';
import { ask } from '../test/ask.ts';
import { testServer } from '../test/test-server.ts';
import { postgresDriver } from './postgres-driver.ts';

const servers = testServer();
const clock = new VirtualClock(Date.UTC(2026, 0, 1));

async function openWith(
  puts: readonly { readonly key: string; readonly value: string; readonly ttlMs?: number }[],
) {
  const url = await servers.database();
  const driver = await postgresDriver({ url, clock });
  if (puts.length > 0) await driver.commit([{ checks: [], adds: [], puts, deletes: [], appends: [] }]);
  return { url, driver, store: openStore(driver, { clock }) };
}

const jobs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `a/q/r/${String(index).padStart(3, '0')}/job-${index}`,
    value: String(index),
  }));

const everything = { prefix: 'a/q/r/', notAfter: 'a/q/r/~', limit: 100, into: 'a/q/l/1/' };

describe('claim', () => {
  test('gives the same as the claim that core makes from a scan and commits', async () => {
    const puts = [
      ...jobs(6),
      { key: 'a/q/r/9/job-2', value: '"same target"' },
      { key: 'a/q/r/9/gone', value: '1', ttlMs: 5 },
      { key: 'a/q/l/1/job-4', value: '"target is taken"' },
      { key: 'a/q/l/1/job-5', value: '"target is expired"', ttlMs: 5 },
      { key: 'a/q/s', value: '"elsewhere"' },
    ];
    const queries: readonly ClaimQuery[] = [
      { ...everything, notAfter: 'a/q/r/001/~' },
      { ...everything, limit: 1 },
      everything,
      everything,
    ];
    const seen = [];
    for (const isNative of [true, false]) {
      const { driver, store } = await openWith(puts);
      clock.advance(5);
      const used = isNative ? store : openStore(withoutClaim(driver), { clock });
      const claims = [];
      for (const query of queries)
        claims.push((await used.claim(query)).map(({ key, value }) => [key, value]));
      const left = await store.scan({ prefix: 'a/', limit: 100 });
      seen.push({ claims, left: left.map(({ key, value }) => [key, value]) });
      await store.close();
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.claims.map(({ length }) => length)).toEqual([2, 1, 2, 0]);
  });

  test('gives what it moved, with a new version that the next commit can check', async () => {
    const { store } = await openWith([{ key: 'a/q/r/1/job', value: '"v"' }]);
    const [before] = await store.get(['a/q/r/1/job']);
    const [claimed] = await store.claim(everything);
    expect(claimed).toMatchObject({ key: 'a/q/l/1/job', value: 'v' });
    expect(claimed?.version).not.toBe(before?.version);
    expect(await store.get(['a/q/r/1/job', 'a/q/l/1/job'])).toEqual([null, claimed]);
    const done = {
      checks: [{ key: 'a/q/l/1/job', version: claimed?.version ?? 0 }],
      deletes: ['a/q/l/1/job'],
    };
    expect((await store.commit(done)).ok).toBe(true);
    await store.close();
  });

  test('of many claims at once each entry goes to one, and none is left', async () => {
    const { url, store } = await openWith(jobs(60));
    const others = await Promise.all([1, 2, 3].map(async () => postgresDriver({ url, clock })));
    const names: string[] = [];
    for (let round = 0; names.length < 60 && round < 100; round += 1) {
      const claims = await Promise.all(
        others.map(async (driver, index) =>
          driver.claim?.({ ...everything, limit: 7, into: `a/q/l/${index}/` }),
        ),
      );
      names.push(...claims.flatMap((entries = []) => entries.map(({ key }) => key.split('/').at(-1) ?? '')));
    }
    expect(names).toHaveLength(60);
    expect(new Set(names)).toEqual(new Set(jobs(60).map(({ key }) => key.split('/').at(-1))));
    await Promise.all([...others.map(async (driver) => driver.close()), store.close()]);
  });

  test('an entry is either claimed or deleted by a commit, never both', async () => {
    const { url, driver, store } = await openWith(jobs(60));
    const other = await postgresDriver({ url, clock });
    const entries = await driver.get(jobs(60).map(({ key }) => key));
    const deleting = entries.map(async (entry) => {
      const { key = '', version = 0 } = entry ?? {};
      const commit = { checks: [{ key, version }], adds: [], puts: [], deletes: [key], appends: [] };
      const [result] = await driver.commit([commit]);
      return result?.ok === true ? [key] : [];
    });
    const claiming = Array.from({ length: 20 }, async () => other.claim?.({ ...everything, limit: 5 }));
    const deleted = (await Promise.all(deleting)).flat().map((key) => key.split('/').at(-1));
    const claimed = (await Promise.all(claiming)).flat().map((entry) => entry?.key.split('/').at(-1));
    const all = [...deleted, ...claimed];
    expect(new Set(all).size).toBe(all.length);
    const left = await store.scan({ prefix: 'a/q/r/', limit: 100 });
    expect(all.length + left.length).toBe(60);
    await Promise.all([other.close(), store.close()]);
  });

  test('passes over an entry that a commit is writing, instead of waiting for it', async () => {
    const { url, store } = await openWith(jobs(2));
    const seed = `hashtextextended('"tradewarden"', 0)`;
    const [key] = jobs(1).map((job) => job.key);
    const holding = ask(
      url,
      `BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('k${key ?? ''}', ${seed})); SELECT pg_sleep(1.5); COMMIT`,
    );
    await expect
      .poll(async () => ask(url, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"), { timeout: 5000 })
      .toHaveLength(1);
    expect((await store.claim(everything)).map(({ value }) => value)).toEqual([1]);
    await holding;
    expect((await store.claim(everything)).map(({ value }) => value)).toEqual([0]);
    await store.close();
  });
});

const withoutClaim = (driver: Awaited<ReturnType<typeof openWith>>['driver']) => {
  const bare: { claim?: undefined } = { claim: undefined };
  return overriddenDriver(driver, bare as object);
};
