import { expect, test } from 'vitest';
import { memoryStore } from '../store/memory-store.ts';
import type { LogEntry, Store } from '../store/store.ts';
import { followLog, type FollowReport } from './follow-log.ts';

const log = 'main/audit';
const cursor = 'main/paper/cursor/sum';
const add = async (store: Store, ...values: readonly number[]): Promise<void> => {
  for (const value of values) {
    const key = `main/fence/${value}`;
    await store.commit({
      checks: [{ key, version: 0 }],
      puts: [{ key, value }],
      appends: [{ log, value }],
    });
  }
};
const sum = (entries: readonly LogEntry[]): { adds: { counter: string; delta: number }[] } => ({
  adds: [{ counter: 'main/sum', delta: entries.reduce((total, { value }) => total + Number(value), 0) }],
});
const follow = (store: Store, limit = 2): Promise<FollowReport> =>
  followLog(store, { log, cursor, limit }, sum);

test('every entry takes effect once, over calls, and the end is told', async () => {
  const store = memoryStore();
  await add(store, 1, 2, 3);
  expect(await follow(store)).toEqual({ read: 2, position: 2, missed: 0 });
  expect(await follow(store)).toEqual({ read: 1, position: 3, missed: 0 });
  expect(await follow(store)).toEqual({ read: 0, position: 3, missed: 0 });
  await add(store, 4);
  await follow(store);
  expect(await store.counters(['main/sum'])).toEqual([10]);
});

test('consumers beside each other take every entry once', async () => {
  const store = memoryStore();
  await add(store, ...Array.from({ length: 40 }, (_, index) => index + 1));
  const all = async (): Promise<void> => {
    while ((await follow(store, 3)).read > 0);
  };
  await Promise.all([all(), all(), all()]);
  expect(await store.counters(['main/sum'])).toEqual([820]);
});

test('what dies before its commit is done again', async () => {
  const store = memoryStore();
  await add(store, 5);
  const dies = followLog(store, { log, cursor }, () => Promise.reject(new Error('died')));
  await expect(dies).rejects.toThrow('died');
  expect((await follow(store)).read).toBe(1);
  expect(await store.counters(['main/sum'])).toEqual([5]);
});

test('what was trimmed before it was read is told as missed', async () => {
  const store = memoryStore();
  await add(store, 1, 2, 3, 4);
  await store.trim(log, 3);
  expect(await follow(store)).toEqual({ read: 1, position: 4, missed: 3 });
});

test('effects that never fit end in an error, and the cursor stays', async () => {
  const store = memoryStore();
  await add(store, 1);
  const stale = followLog(store, { log, cursor, pause: async () => {} }, () => ({
    checks: [{ key: 'main/x', version: 9 }],
  }));
  await expect(stale).rejects.toThrow('20 times in a row');
  expect((await follow(store)).position).toBe(1);
});
