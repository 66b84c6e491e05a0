import { type Commit, StoreUnavailableError } from '@tradewarden/core';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { testServer } from '../test/test-server.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { named } from './sql-text.ts';

const servers = testServer();

/** 128 operations on 128 names: the most that core allows. */
const full = (name: string): Commit => ({
  puts: Array.from({ length: 128 }, (_, index) => ({ key: `${name}/${index}`, value: index })),
});

test('a full commit is locked name by name; only several at once take the lock of all', async () => {
  const url = await servers.database();
  const store = await openPostgresStore({ url, schema: 'full', lockTimeoutMs: 500 });
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query('BEGIN');
  await other.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [named('full').text]);
  expect(await store.commit(full('a'))).toMatchObject({ ok: true });
  const together = await Promise.allSettled([store.commit(full('b')), store.commit(full('c'))]);
  for (const result of together)
    expect(result.status === 'rejected' && StoreUnavailableError.isInstance(result.reason)).toBe(true);
  await other.query('ROLLBACK');
  await other.end();
  expect(await store.commit(full('b'))).toMatchObject({ ok: true });
  await store.close();
});
