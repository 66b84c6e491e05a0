import { systemClock } from '@tradewarden/core';
import { postgresStoreExists } from '@tradewarden/store-postgres';
import { startPostgres } from '@tradewarden/testing/postgres';
import { expect, test } from 'vitest';
import { openExistingStore, openNamedStore, storeExists } from './open-store.ts';

test('a PostgreSQL database is opened by its address; a look makes no tables and names no password', async () => {
  await using server = await startPostgres();
  const url = await server.createDatabase();
  expect(await storeExists(url, '.')).toBe(false);
  const look = openExistingStore(url, '.', systemClock);
  await expect(look).rejects.toThrow('store postgres://…: there is no database; name another with --store');
  expect(await postgresStoreExists({ url })).toBe(false);
  const { store, location } = await openNamedStore(url, '.', systemClock);
  await store.commit({ puts: [{ key: 'a', value: 1 }] });
  await store.close();
  expect(location).not.toContain(new URL(url).password);
  const again = await openExistingStore(url, '.', systemClock);
  expect(await again.store.get(['a'])).toMatchObject([{ value: 1 }]);
  await again.store.close();
});

test('an unknown kind of store is refused with those that are known', async () => {
  await expect(openNamedStore('mysql:x', '.', systemClock)).rejects.toThrow(
    /unknown; use memory:, sqlite:PATH or postgres:/,
  );
});

test.each([
  'postgress://someone:secret@db/a',
  'Postgres://someone:secret@db/a',
  'postgres:someone:secret@db/a',
])('an address with a misspelt kind is not shown: %s', async (name) => {
  const sentence = /^store postgres+:(?:\/\/)?…: unknown; (?!.*(?:secret|someone))/i;
  await expect(openNamedStore(name, '.', systemClock)).rejects.toThrow(sentence);
  await expect(openExistingStore(name, '.', systemClock)).rejects.toThrow(sentence);
});
