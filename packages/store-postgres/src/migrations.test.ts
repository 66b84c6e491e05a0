import { type Commit, StoreSchemaError, StoreUnavailableError } from '@tradewarden/core';
import { describe, expect, test } from 'vitest';
import { ask } from '../test/ask.ts';
import { testServer } from '../test/test-server.ts';
import { currentSchema } from './migrations.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { postgresDriver } from './postgres-driver.ts';
import { postgresStoreExists } from './postgres-store-exists.ts';

const servers = testServer();
const everything = `SELECT c.oid, relname, relfilenode FROM pg_class c
  JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname NOT LIKE 'pg_%' ORDER BY c.oid`;
const meta = 'SELECT k, v FROM tradewarden.meta ORDER BY k';

const counted = (key: string, delta: number): Commit => ({
  checks: [{ key, version: 0 }],
  adds: [{ counter: 'n', delta, max: 5 }],
  puts: [{ key, value: delta }],
  appends: [{ log: 'l', value: delta }],
});

describe('the schema of the tables', () => {
  test('is made once, also by several at the same moment, and has an id of its own', async () => {
    const url = await servers.database();
    const drivers = await Promise.all([1, 2, 3, 4].map(async () => postgresDriver({ url })));
    expect(drivers.map(({ description }) => description.schema)).toEqual([2, 2, 2, 2]);
    const before = await ask(url, meta);
    expect(before).toEqual([
      { k: 'program', v: 'tradewarden' },
      { k: 'schema', v: String(currentSchema) },
      { k: 'storeId', v: expect.stringMatching(/^store-[0-9a-f-]{36}$/) as string },
    ]);
    await Promise.all(drivers.map(async (driver) => driver.close()));
    await (await postgresDriver({ url })).close();
    expect(await ask(url, meta)).toEqual(before);
  });

  test('of an older program is brought up to date, keeps what is stored, and serves programs of both', async () => {
    const url = await servers.database();
    const before = await openPostgresStore({ url });
    expect(await before.commit(counted('a', 2))).toMatchObject({ ok: true, sequences: [1] });
    await before.close();
    // All that step 2 made.
    await ask(
      url,
      "DROP FUNCTION tradewarden.apply_batch; UPDATE tradewarden.meta SET v = '1' WHERE k = 'schema'",
    );
    const ids = await ask(url, "SELECT v FROM tradewarden.meta WHERE k = 'storeId'");
    const store = await openPostgresStore({ url });
    expect(store.description.schema).toBe(2);
    expect(await ask(url, "SELECT v FROM tradewarden.meta WHERE k = 'storeId'")).toEqual(ids);
    const old = {
      names: ['kb', 'cn', 'll'],
      commits: [{ c: [['b', 0]], a: [['n', 3, null, 5]], p: [['b', '1', null]], l: [['l', '1']] }],
    };
    const [answer] = await ask(
      url,
      `SELECT tradewarden.commit_batch('${JSON.stringify(old)}', 0, false) AS results`,
    );
    expect(answer?.['results']).toMatchObject([{ ok: true, sequences: [2] }]);
    expect(await store.commit(counted('c', 1))).toMatchObject({ ok: false, reason: 'bound', value: 5 });
    expect(await store.commit(counted('c', 0))).toMatchObject({ ok: true, sequences: [3] });
    expect((await store.get(['a', 'b', 'c'])).map((entry) => entry?.value)).toEqual([2, 1, 0]);
    await store.close();
  });

  test('of a newer program is refused, and nothing is changed', async () => {
    const url = await servers.database();
    await (await postgresDriver({ url })).close();
    await ask(url, `UPDATE tradewarden.meta SET v = '${currentSchema + 1}' WHERE k = 'schema'`);
    const before = await ask(url, everything);
    await expect(postgresDriver({ url })).rejects.toThrow(StoreSchemaError);
    await expect(postgresDriver({ url })).rejects.toThrow(/has schema 3, and this program knows 2; upgrade/);
    expect(await ask(url, everything)).toEqual(before);
  });

  test('of another program is refused, and nothing is changed', async () => {
    const url = await servers.database();
    await ask(url, 'CREATE SCHEMA tradewarden; CREATE TABLE tradewarden.meta (k text, other text)');
    const before = await ask(url, everything);
    await expect(postgresDriver({ url })).rejects.toThrow(/holds tables of another program/);
    expect(await ask(url, everything)).toEqual(before);
    await (await postgresDriver({ url, schema: 'beside' })).close();
  });

  test('may be an empty one that an administrator made for a user who may not', async () => {
    const url = await servers.database();
    await ask(
      url,
      `DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN PASSWORD 'plain';
       CREATE SCHEMA given AUTHORIZATION plain; REVOKE CREATE ON SCHEMA public FROM plain`,
    );
    const plain = { url, user: 'plain', password: 'plain' };
    await expect(postgresDriver(plain)).rejects.toThrow(/lacks a privilege; grant it .*permission denied/);
    await (await postgresDriver({ ...plain, schema: 'given' })).close();
  });

  test('leaves nothing behind when a step fails half-way', async () => {
    const url = await servers.database();
    await ask(url, 'CREATE SCHEMA tradewarden; CREATE SEQUENCE tradewarden.version');
    await expect(postgresDriver({ url })).rejects.toThrow(StoreUnavailableError);
    expect(await ask(url, "SELECT relname FROM pg_class WHERE relname IN ('kv', 'meta')")).toEqual([]);
    await ask(url, 'DROP SEQUENCE tradewarden.version');
    await (await postgresDriver({ url })).close();
  });
});

test('namespaces of one database are stores of their own', async () => {
  const url = await servers.database();
  const [first, second] = [
    await openPostgresStore({ url }),
    await openPostgresStore({ url, schema: 'other' }),
  ];
  await first.commit({ puts: [{ key: 'a', value: 1 }] });
  expect(await second.get(['a'])).toEqual([null]);
  await Promise.all([first.close(), second.close()]);
});

test('looking whether there is a store makes none', async () => {
  const url = await servers.database();
  const before = await ask(url, everything);
  expect(await postgresStoreExists({ url })).toBe(false);
  expect(await ask(url, everything)).toEqual(before);
  await (await postgresDriver({ url })).close();
  expect(await postgresStoreExists({ url })).toBe(true);
  expect(await postgresStoreExists({ url, schema: 'other' })).toBe(false);
});
