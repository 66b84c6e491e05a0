import { StoreUnavailableError } from '@tradewarden/core';
import { startPostgres } from '@tradewarden/testing/postgres';
import { describe, expect, test, vi } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore, type PostgresStoreOptions } from '../src/index.ts';
import { ask } from './ask.ts';
import { Authority, hasOpenssl } from './certificates.ts';

vi.setConfig({ testTimeout: 120_000 });

async function refusalOf(options: PostgresStoreOptions): Promise<string> {
  const failure: unknown = await openPostgresStore(options).catch((error: unknown) => error);
  expect(StoreUnavailableError.isInstance(failure)).toBe(true);
  return String(failure);
}

const without = hasOpenssl ? '' : ' (skipped: the program openssl is missing)';

describe.skipIf(!hasOpenssl)(`a server with a certificate${without}`, () => {
  test('is used when its authority is known, and every connection to it is encrypted', async () => {
    const authority = new Authority('ours');
    const tls = authority.issue(['DNS:localhost', 'IP:127.0.0.1']);
    await using server = await startPostgres({ tls });
    const url = new URL(await server.createDatabase());
    const directory = mkdtempSync(join(tmpdir(), 'tradewarden-tls-'));
    writeFileSync(join(directory, 'ca.pem'), authority.cert);
    url.search = `sslmode=verify-full&sslrootcert=${join(directory, 'ca.pem')}`;
    const store = await openPostgresStore({ url: url.href });
    expect((await store.commit({ puts: [{ key: 'a', value: 1 }] })).ok).toBe(true);
    const encrypted = `SELECT count(*)::int AS n, bool_and(ssl) AS all FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'tradewarden'`;
    const [row] = await ask(server.url, encrypted);
    expect(row).toMatchObject({ all: true });
    expect(Number(row?.['n'])).toBeGreaterThan(0);
    await store.close();
    rmSync(directory, { recursive: true });
    for (const host of ['localhost', '127.0.0.1']) {
      url.search = '';
      const other = { url: url.href, host, tls: 'verify-full' };
      await (await openPostgresStore({ ...other, ca: authority.cert })).close();
      const unknown = /certificate that no known authority has signed; name yours with caFile/;
      expect(await refusalOf({ ...other, ca: new Authority('theirs').cert })).toMatch(unknown);
      // Of the same name, and still another.
      expect(await refusalOf({ ...other, ca: new Authority('ours').cert })).toMatch(unknown);
      expect(await refusalOf(other)).toMatch(unknown);
    }
  });

  test.each([
    ['another name', ['DNS:db.example'], {}, /certificate for another name; connect by a name that is in it/],
    ['its name and not its address', ['DNS:localhost'], {}, /certificate for another name/],
    [
      'a time that is over',
      ['IP:127.0.0.1'],
      { days: 0 },
      /certificate that has expired; have a new one made/,
    ],
  ])('is refused when the certificate is for %s', async (_, names, options, sentence) => {
    const authority = new Authority('ours');
    await using server = await startPostgres({ tls: authority.issue(names, options) });
    const refusal = await refusalOf({ url: server.url, tls: 'verify-full', ca: authority.cert });
    expect(refusal).toMatch(sentence);
    expect(refusal).not.toContain(new URL(server.url).password);
  });

  test('that signed its certificate itself is refused, until that certificate is the authority', async () => {
    const own = new Authority('localhost');
    await using server = await startPostgres({ tls: own.issue(['IP:127.0.0.1']) });
    expect(await refusalOf({ url: server.url, tls: 'verify-full' })).toMatch(/no known authority/);
    await (await openPostgresStore({ url: server.url, tls: 'verify-full', ca: own.cert })).close();
  });
});

test('a server without a certificate is refused where one is asked for', async () => {
  await using server = await startPostgres({ own: true });
  expect(await refusalOf({ url: server.url, tls: 'verify-full' })).toMatch(
    /does not answer with TLS; turn it on there \(ssl = on\), or say sslmode=disable/,
  );
});
