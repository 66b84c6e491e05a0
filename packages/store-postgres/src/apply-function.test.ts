import { expect, test } from 'vitest';
import { ask } from '../test/ask.ts';
import { testServer } from '../test/test-server.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { postgresDriver } from './postgres-driver.ts';

const servers = testServer();
const most = Number.MAX_SAFE_INTEGER;

test('adds to one counter count in order, also where their sum is no safe integer', async () => {
  const store = await openPostgresStore({ url: await servers.database() });
  const add = async (key: string, ...deltas: readonly number[]) =>
    store.commit({
      checks: [{ key, version: 0 }],
      adds: [
        { counter: 'other', delta: 1 },
        ...deltas.flatMap((delta) => [
          { counter: 'n', delta },
          { counter: 'other', delta: 0 },
        ]),
      ],
      puts: [{ key, value: 1 }],
    });
  expect(await add('low', -most)).toMatchObject({ ok: true });
  // In the middle 1 above the largest, which no double tells from the largest plus 2.
  expect(await add('above', most, most, 1)).toEqual({
    ok: false,
    reason: 'bound',
    counter: 'n',
    value: -most,
  });
  expect(await add('high', most, most, -1)).toMatchObject({ ok: true });
  expect(await add('back', 1, -2)).toMatchObject({ ok: true });
  expect(await store.counters(['n', 'other'])).toEqual([most - 2, 3]);
  await store.close();
});

test('expired keys leave the table: with a lone commit at times, with several at once always', async () => {
  const url = await servers.database();
  let now = 1000;
  const clock = { now: () => now, sleep: async () => {} };
  const driver = await postgresDriver({ url, clock });
  const put = (key: string, ttlMs?: number) => ({
    checks: [],
    adds: [],
    puts: [{ key, value: '1', ...(ttlMs === undefined ? {} : { ttlMs }) }],
    deletes: [],
    appends: [],
  });
  const keys = async () => (await ask(url, 'SELECT k FROM tradewarden.kv ORDER BY k')).map(({ k }) => k);
  await driver.commit([put('a', 5), put('b', 25)]);
  now += 10;
  await driver.commit([put('c')]);
  expect(await keys()).toEqual(['a', 'b', 'c']);
  await driver.commit([put('d', 5), put('e')]);
  expect(await keys()).toEqual(['b', 'c', 'd', 'e']);
  now += 20;
  await driver.commit([put('f')]);
  expect(await keys()).toEqual(['c', 'e', 'f']);
  await driver.close();
});
