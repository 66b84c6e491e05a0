import { VirtualClock } from '@tradewarden/core';
import { storeSuite } from '@tradewarden/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresStore } from '../src/open-postgres-store.ts';
import { postgresDriver } from '../src/postgres-driver.ts';
import { testServer } from './test-server.ts';
import { TransactionPooler } from './transaction-pooler.ts';

const servers = testServer();
let direct = '';
let pooler: TransactionPooler;
beforeAll(async () => {
  direct = await servers.database();
  pooler = await TransactionPooler.start(direct, 4);
});
afterAll(async () => pooler.stop());

/** The tables are made over a direct connection, as an administrator would. */
async function prepared(schema: string): Promise<string> {
  await (await postgresDriver({ url: direct, schema })).close();
  return `postgres://anybody@127.0.0.1:${pooler.port}/anything`;
}

describe('behind a pooler that hands every call another session, the driver keeps the laws', () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  storeSuite(test, {
    open: async (name) => {
      const schema = name.replace('-', '_');
      return postgresDriver({ url: await prepared(schema), schema, clock });
    },
    clock,
    durable: true,
  });
});

describe('behind a pooler', () => {
  test('claims and trims work, and each call is one query', async () => {
    const url = await prepared('single');
    const store = await openPostgresStore({ url, schema: 'single' });
    const before = pooler.queries.length;
    await store.commit({
      puts: [{ key: 'a/r/1', value: 1 }],
      checks: [{ key: 'a/r/1', version: 0 }],
      appends: [{ log: 'l', value: 1 }],
    });
    expect(await store.claim({ prefix: 'a/r/', notAfter: 'a/r/~', limit: 5, into: 'a/l/' })).toHaveLength(1);
    await store.trim('l', 1);
    expect(await store.head('l')).toEqual({ first: 2, last: 1 });
    expect(pooler.queries.slice(before)).toHaveLength(4);
    await store.close();
  });

  test('hints get through when the listener goes straight to the server', async () => {
    const url = await prepared('hinted');
    const options = { url, schema: 'hinted', listenUrl: direct };
    const [listener, teller] = [await openPostgresStore(options), await openPostgresStore(options)];
    let heard = 0;
    listener.watch(() => (heard += 1));
    await expect.poll(() => heard).toBe(1);
    await teller.commit({ puts: [{ key: 'a/q/r/1', value: 1 }] });
    await expect.poll(() => heard).toBe(2);
    await Promise.all([listener.close(), teller.close()]);
  });
});
