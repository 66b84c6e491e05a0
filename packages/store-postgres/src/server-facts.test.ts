import { describe, expect, test } from 'vitest';
import { ask } from '../test/ask.ts';
import { testServer } from '../test/test-server.ts';
import { postgresDriver } from './postgres-driver.ts';

const usual = testServer();

/** What a driver says on a database with settings of its own. */
async function describedWith(...settings: readonly string[]) {
  const url = await usual.database();
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  for (const setting of settings) await ask(url, `ALTER DATABASE "${name}" SET ${setting}`);
  const driver = await postgresDriver({ url });
  await driver.close();
  return driver.description;
}

describe('durability, as read back', () => {
  test('is that of the host when the server syncs every commit', async () => {
    const { durability, settings, engineVersion, sharing } = await describedWith();
    expect([durability, sharing]).toEqual(['host', 'network']);
    expect(settings).toEqual({ fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' });
    expect(engineVersion).toMatch(/^1[4-9]/);
  });

  test.each(['on', 'local', 'remote_write', 'remote_apply'])(
    'stays that with synchronous_commit=%s',
    async (mode) => {
      const { durability, settings } = await describedWith(`synchronous_commit = ${mode}`);
      expect([durability, settings['synchronous_commit']]).toEqual(['host', mode]);
    },
  );

  test('is less with synchronous_commit=off, and refused where more was asked for', async () => {
    const { durability, settings } = await describedWith('synchronous_commit = off');
    expect([durability, settings['synchronous_commit']]).toEqual(['process', 'off']);
    const url = await usual.database();
    await ask(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET synchronous_commit = off`);
    await expect(postgresDriver({ url, atLeast: 'host' })).rejects.toThrow(
      /survive no more than the end of a process with .*synchronous_commit=off, and host was asked for/,
    );
    const strict = await postgresDriver({ url: await usual.database(), atLeast: 'host' });
    await strict.close();
    await expect(postgresDriver({ url: await usual.database(), atLeast: 'replicated' })).rejects.toThrow(
      /replicated was asked for/,
    );
  });
});

describe('a server that does not sync', () => {
  const careless = testServer({ settings: { fsync: 'off' } });
  test('is told apart', async () => {
    const driver = await postgresDriver({ url: await careless.database() });
    await driver.close();
    expect(driver.description.durability).toBe('process');
    expect(driver.description.settings['fsync']).toBe('off');
  });
});

describe('a server that writes no full pages', () => {
  const careless = testServer({ settings: { full_page_writes: 'off' } });
  test('is told apart', async () => {
    const driver = await postgresDriver({ url: await careless.database() });
    await driver.close();
    expect(driver.description.durability).toBe('process');
  });
});

describe('a server that stops syncing while it is used', () => {
  const reloaded = testServer({ own: true });
  test('takes no more commits, which were promised to be durable', async () => {
    const url = await reloaded.database();
    const driver = await postgresDriver({ url });
    const commit = { checks: [], adds: [], puts: [{ key: 'a', value: '1' }], deletes: [], appends: [] };
    expect(await driver.commit([commit])).toMatchObject([{ ok: true }]);
    await ask(url, 'ALTER SYSTEM SET fsync = off');
    await ask(url, 'SELECT pg_reload_conf()');
    await expect
      .poll(async () => driver.commit([commit]).catch((error: unknown) => String(error)))
      .toMatch(/StoreUnavailableError: .*no longer syncs commits; switch fsync/);
    const claim = driver.claim?.({ prefix: 'a', notAfter: 'a', limit: 1, into: 'b/' });
    await expect(claim).rejects.toThrow(/no longer syncs/);
    await ask(url, 'ALTER SYSTEM RESET fsync');
    await ask(url, 'SELECT pg_reload_conf()');
    await expect.poll(async () => driver.commit([commit]).catch(() => [])).toMatchObject([{ ok: true }]);
    await driver.close();
  });
});

test('a database in another encoding is refused', async () => {
  const url = await usual.database();
  await ask(url, `CREATE DATABASE "latin" ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  await expect(postgresDriver({ url: url.replace(/[^/]*$/, 'latin') })).rejects.toThrow(
    /has the encoding LATIN1; create the database with UTF8/,
  );
});
