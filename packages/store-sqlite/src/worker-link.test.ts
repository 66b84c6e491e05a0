import { type Store, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { crash, watchingWorkers } from '../test/watching-workers.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const directory = temporaryDirectory();
const put = (key: string) => ({ puts: [{ key, value: 1 }] });
const opening = async (name: string) =>
  watchingWorkers(async () => openSqliteStore({ path: join(directory, name) }));

test('when its thread dies, running commits are unknown, running reads unavailable, and work goes on', async () => {
  const { opened: store, workers, stop } = await opening('dies.db');
  const outcomes = Promise.allSettled([store.commit(put('a')), store.get(['a'])]);
  await Promise.resolve();
  await workers[0]?.terminate();
  const [commit, read] = await outcomes;
  expect(commit.status === 'rejected' && StoreUnknownError.isInstance(commit.reason)).toBe(true);
  expect(read.status === 'rejected' && StoreUnavailableError.isInstance(read.reason)).toBe(true);
  expect(commit).toMatchObject({
    reason: {
      message: expect.stringMatching(/dies\.db has stopped.*the next call starts another/) as string,
    },
  });
  const all = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => store.commit(put(`b${index}`))),
  );
  expect(all.every(({ ok }) => ok)).toBe(true);
  expect(workers).toHaveLength(2);
  await store.close();
  stop();
});

test('an error that nobody caught in the thread is named, and work goes on', async () => {
  const { opened: store, workers, stop } = await opening('crashes.db');
  await store.commit(put('a'));
  const worker = workers[0];
  if (worker === undefined) throw new Error('no worker was started');
  await crash(worker);
  expect(await store.get(['a'])).toMatchObject([{ value: 1 }]);
  expect(workers).toHaveLength(2);
  await store.close();
  stop();
});

/** The next death may meet the reading, too. */
async function isThere(store: Store, key: string): Promise<boolean> {
  for (;;) {
    const entries = await store.get([key]).catch(() => undefined);
    if (entries !== undefined) return entries[0] !== null;
  }
}

/** Commits until told to stop; settles what is unknown by reading, as core does. Returns what must be there. */
async function commitUntil(store: Store, signal: AbortSignal, name: string): Promise<readonly string[]> {
  const kept: string[] = [];
  for (let index = 0; !signal.aborted; index += 1) {
    const key = `${name}/${index}`;
    const result = await store
      .commit({
        checks: [{ key, version: 0 }],
        adds: [{ counter: 'n', delta: 1 }],
        puts: [{ key, value: 1 }],
        appends: [{ log: 'l', value: key }],
      })
      .catch((error: unknown) => error);
    if (StoreUnknownError.isInstance(result)) {
      if (await isThere(store, key)) kept.push(key);
    } else if (!(result instanceof Error)) kept.push(key);
  }
  return kept;
}

test('killed at any moment of a commit: what was acknowledged is there, what is unknown is whole or absent', async () => {
  for (let run = 0; run < runsOf(3); run += 1) {
    const { opened: store, workers, stop } = await opening(`killed-${run}.db`);
    const done = new AbortController();
    const committing = Promise.all(
      ['a', 'b', 'c'].map(async (name) => commitUntil(store, done.signal, name)),
    );
    for (let kill = 1; kill <= 4; kill += 1) {
      await wait(20 + Math.random() * 20);
      await workers.at(-1)?.terminate();
    }
    await wait(30);
    done.abort();
    const kept = (await committing).flat();
    expect(workers).toHaveLength(5);
    expect(kept.length).toBeGreaterThan(0);
    expect(await store.counters(['n'])).toEqual([kept.length]);
    const logged: unknown[] = [];
    for (let page = await store.read('l', { after: 0, limit: 1000 }); page.length > 0;) {
      logged.push(...page.map(({ value }) => value));
      page = await store.read('l', { after: logged.length, limit: 1000 });
    }
    expect(new Set(logged)).toEqual(new Set<unknown>(kept));
    expect(logged).toHaveLength(kept.length);
    await store.close();
    stop();
  }
}, 600_000);

test('a thread that dies again and again is not restarted for ever', async () => {
  const { opened: store, workers, stop } = await opening('again.db');
  for (let death = 1; death <= 5; death += 1) {
    await store.get(['a']);
    await workers.at(-1)?.terminate();
  }
  await expect(store.commit(put('a'))).rejects.toThrow(
    /again\.db died 5 times within a minute \(exit code 1\); another is started in \d+ s/,
  );
  await expect(store.commit(put('a'))).rejects.toThrow(StoreUnavailableError);
  expect(workers).toHaveLength(5);
  await store.close();
  stop();
});

test('after a death no new file is made, and none is taken for the old one; work goes on when it is back', async () => {
  const { opened: store, workers, stop } = await opening('moved.db');
  const path = join(directory, 'moved.db');
  await store.commit(put('a'));
  await workers[0]?.terminate();
  const parts = readdirSync(directory).filter((name) => name.startsWith('moved.db'));
  for (const name of parts) renameSync(join(directory, name), join(directory, `away-${name}`));
  await expect(store.get(['a'])).rejects.toThrow(/moved\.db is gone; put it back/);
  expect(readdirSync(directory)).not.toContain('moved.db');
  writeFileSync(path, '');
  await expect(store.commit(put('b'))).rejects.toThrow(/moved\.db was replaced by another file/);
  rmSync(path);
  for (const name of parts) renameSync(join(directory, `away-${name}`), join(directory, name));
  expect((await store.commit(put('b'))).ok).toBe(true);
  expect(await store.get(['a'])).toMatchObject([{ value: 1 }]);
  await store.close();
  stop();
});
