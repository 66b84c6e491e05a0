import { commitSettled, StoreUnknownError } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresStore, type PostgresStoreOptions } from '../src/index.ts';
import { ask } from './ask.ts';
import { agreeingBooks, booking } from './books.ts';
import { type Cut, CuttingProxy } from './cutting-proxy.ts';
import { Load } from './load.ts';
import { testServer } from './test-server.ts';

const servers = testServer();
let proxy: CuttingProxy;
beforeAll(async () => {
  proxy = await CuttingProxy.start(servers.server.port);
});
afterAll(async () => proxy.stop());

async function open(options: PostgresStoreOptions = {}) {
  const url = await servers.database();
  return { url, store: await openPostgresStore({ ...options, url, host: '127.0.0.1', port: proxy.port }) };
}

/** Until the server runs no commit any more, whose client may be long gone. */
async function serverIsDone(url: string): Promise<void> {
  const running = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
    AND pid <> pg_backend_pid()`;
  await expect.poll(async () => ask(url, running), { timeout: 10_000 }).toEqual([]);
}

describe('a connection that is cut in the midst of a commit', () => {
  const places: readonly (readonly [Cut, readonly number[]])[] = [
    ['before', [0]],
    ['halfway', [0]],
    ['after', [0, 1]],
    ['answered', [1]],
  ];
  test.each(places)('%s: nobody knows; later it is there as a whole or not at all', async (cut, outcomes) => {
    const { url, store } = await open();
    proxy.cutNext(cut);
    const failure: unknown = await store.commit(booking('record/1')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreUnknownError);
    expect(String(failure)).toMatch(/failed \(.*\); the commit may have been applied$/);
    await serverIsDone(url);
    const records = await agreeingBooks(store);
    expect(outcomes).toContain(records.size);
    await store.close();
  });

  const series: readonly (readonly Cut[])[] = [
    ['before'],
    ['answered'],
    ['after', 'after'],
    ['halfway', 'answered'],
    ['before', 'halfway', 'after'],
    ['silent'],
  ];
  test.each(series.map((cuts) => [cuts.join(', '), cuts] as const))(
    '%s: commitSettled settles it, applied once',
    async (_, cuts) => {
      const { url, store } = await open({ deadlineMs: 1000 });
      proxy.cutNext(...cuts);
      const settled = await commitSettled(store, booking('record/1', 3));
      proxy.forget();
      expect(settled.ok).toBe(true);
      await serverIsDone(url);
      expect([...(await agreeingBooks(store))]).toEqual([['record/1', 3]]);
      await store.close();
    },
  );

  test('a commit that is cut every time stays unknown, and is there or not', async () => {
    const { url, store } = await open();
    proxy.cutNext('before', 'before', 'before', 'before');
    await expect(commitSettled(store, booking('record/1'))).rejects.toThrow(StoreUnknownError);
    expect(proxy.left).toBe(0);
    await serverIsDone(url);
    expect((await agreeingBooks(store)).size).toBe(0);
    await store.close();
  });

  test('again and again under load: nothing is lost and nothing applied twice', async () => {
    const { store } = await open();
    const load = new Load(store, 16);
    const cuts = runsOf(30);
    for (let index = 0; index < cuts; index += 1) {
      proxy.cutNext((['before', 'halfway', 'after', 'answered'] as const)[index % 4] ?? 'after');
      await load.acknowledges(index % 5);
    }
    expect(proxy.left).toBeLessThan(cuts / 2);
    proxy.forget();
    await load.acknowledges(50);
    await load.settle();
    await store.close();
  });
});

test('answers that never come end with the deadline, and the slots come back', async () => {
  const { store } = await open({ deadlineMs: 400 });
  proxy.cutNext('silent', 'silent', 'silent');
  const first: Promise<unknown>[] = [];
  for (const key of ['record/1', 'record/2', 'record/3']) {
    first.push(store.commit(booking(key)).catch((error: unknown) => error));
    // Each in a batch of its own.
    await expect.poll(() => proxy.left, { interval: 2 }).toBe(3 - first.length);
  }
  for (const failure of await Promise.all(first)) {
    expect(String(failure)).toMatch(/did not answer a commit within 400 ms; it may have been applied/);
  }
  await expect
    .poll(async () => commitSettled(store, booking('record/4')).catch((error: unknown) => error), {
      timeout: 10_000,
    })
    .toMatchObject({ ok: true });
  proxy.forget();
  expect((await agreeingBooks(store)).size).toBe(4);
  await store.close();
});
