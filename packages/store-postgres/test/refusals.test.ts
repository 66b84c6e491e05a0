import { type Store, StoreUnavailableError } from '@tradewarden/core';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStore, type PostgresStoreOptions } from '../src/index.ts';
import { ask } from './ask.ts';
import { agreeingBooks, booking } from './books.ts';
import { testServer } from './test-server.ts';

const servers = testServer({ own: true, settings: { max_connections: '24' } });
const seed = `hashtextextended('"tradewarden"', 0)`;
const lockOf = (key: string): string => `pg_advisory_lock(hashtextextended('k${key}', ${seed}))`;

async function open(options: PostgresStoreOptions = {}) {
  const url = await servers.database();
  return { url, store: await openPostgresStore({ ...options, url }) };
}

/** Somebody else who has a lock of the server until the returned function is called. */
async function holding(url: string, lock: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`SELECT ${lock}`);
  return async () => client.end();
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const failure: unknown = await work.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StoreUnavailableError);
  return String(failure);
}

async function resumes(store: Store, count: number): Promise<void> {
  const again = async () => store.commit(booking('record/again')).catch((error: unknown) => error);
  await expect.poll(again, { timeout: 10_000 }).toMatchObject({ ok: true });
  expect((await agreeingBooks(store)).size).toBe(count);
  await store.close();
}

describe('limits of the server, reached for real', () => {
  test.each([
    ['lock', { lockTimeoutMs: 200 }, /kept us waiting too long for a lock \(/],
    ['statement', { lockTimeoutMs: 4000, statementTimeoutMs: 200 }, /took too long and was stopped \(/],
  ])('%s timeout: surely not applied, and the others go on', async (_, limits, sentence) => {
    const { url, store } = await open(limits);
    const release = await holding(url, lockOf('record/1'));
    const waiting = refusalOf(store.commit(booking('record/1')));
    expect(await waiting).toMatch(sentence);
    expect(await store.commit(booking('record/2'))).toMatchObject({ ok: true });
    await release();
    await resumes(store, 2);
  });

  test('a pool without a free connection refuses at its time limit', async () => {
    const { url, store } = await open({ poolSize: 1, connectTimeoutMs: 200, lockTimeoutMs: 1000 });
    const release = await holding(url, lockOf('record/1'));
    const waiting = refusalOf(store.commit(booking('record/1')));
    await Promise.resolve();
    expect(await refusalOf(store.get(['a']))).toMatch(/timeout exceeded when trying to connect/);
    expect(await waiting).toMatch(/waiting too long/);
    await release();
    await resumes(store, 1);
  });

  test('a server without a free connection says so', async () => {
    const { url, store } = await open({ poolSize: 2 });
    const others: Client[] = [];
    onTestFinished(async () => void (await Promise.all(others.map(async (client) => client.end()))));
    for (let isFull = false; !isFull;) {
      const client = new Client({ connectionString: url });
      client.on('error', () => {});
      isFull = await client.connect().then(
        () => others.push(client) === 0,
        () => true,
      );
    }
    const reads = [store.get(['a']), store.get(['b'])].map(async (read) => read.then(() => 'read', String));
    expect((await Promise.all(reads)).join('\n')).toMatch(/has too many connections; close some/);
    await Promise.all(others.splice(0).map(async (client) => client.end()));
    await resumes(store, 1);
  });
});

describe('a database that becomes read-only while it is used', () => {
  const sentence = /is read-only; let it write, or name the primary \(/;

  test('by a reload: surely refuses, still reads, resumes by itself', async () => {
    const { store } = await open();
    await store.commit(booking('record/1'));
    await ask(servers.server.url, 'ALTER SYSTEM SET default_transaction_read_only = on');
    await ask(servers.server.url, 'SELECT pg_reload_conf()');
    const probe = { puts: [{ key: 'probe', value: 1 }] };
    await expect.poll(async () => store.commit(probe).catch(String)).toMatch(sentence);
    expect(await refusalOf(store.commit(booking('record/2')))).toMatch(sentence);
    expect((await agreeingBooks(store)).size).toBe(1);
    await ask(servers.server.url, 'ALTER SYSTEM RESET default_transaction_read_only');
    await ask(servers.server.url, 'SELECT pg_reload_conf()');
    await resumes(store, 2);
  });

  test('for new connections only: the same', async () => {
    const { url, store } = await open();
    await store.commit(booking('record/1'));
    const name = new URL(url).pathname.slice(1);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
    const set = async (state: string): Promise<void> => {
      await ask(servers.server.url, `ALTER DATABASE "${name}" SET default_transaction_read_only = ${state}`);
      await ask(servers.server.url, cut);
    };
    await set('on');
    const probe = { puts: [{ key: 'probe', value: 1 }] };
    await expect.poll(async () => store.commit(probe).catch(String)).toMatch(sentence);
    expect(await refusalOf(store.commit(booking('record/2')))).toMatch(sentence);
    await set('off');
    await resumes(store, 2);
  });
});

test('a wrong password is told as such, without naming it, also when it was changed meanwhile', async () => {
  const url = new URL(await servers.database());
  await ask(url.href, `CREATE USER keeper PASSWORD 'first' SUPERUSER`);
  [url.username, url.password] = ['keeper', 'first'];
  const store = await openPostgresStore({ url: url.href, poolSize: 2 });
  await store.commit(booking('record/1'));
  await ask(servers.server.url, `ALTER USER keeper PASSWORD 'second'`);
  await expect(openPostgresStore({ url: url.href })).rejects.toThrow(
    /^(?!.*first).* refused the user or the password \(password authentication failed for user "keeper"\)$/,
  );
  await ask(
    servers.server.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'keeper'`,
  );
  const tries = async () => store.commit({ puts: [{ key: 'probe', value: 1 }] }).catch(String);
  await expect.poll(tries).toMatch(/^StoreUnavailableError: (?!.*first).* refused the user or the password/);
  await ask(servers.server.url, `ALTER USER keeper PASSWORD 'first'`);
  await resumes(store, 2);
});
