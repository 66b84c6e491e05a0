import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectionTarget } from './connection-target.ts';

describe('connectionTarget', () => {
  test('reads a url, with its escapes', () => {
    const { config, schema, location } = connectionTarget({
      url: 'postgresql://us%40er:p%2Fss@127.0.0.1:6432/my%20db?schema=books',
    });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 6432,
      user: 'us@er',
      password: 'p/ss',
      database: 'my db',
      ssl: false,
    });
    expect([schema, location]).toEqual(['books', '127.0.0.1:6432/my db schema books']);
  });

  test('takes fields instead, which win, and has defaults', () => {
    const { config, schema, location } = connectionTarget({ url: 'postgres://[::1]/a', database: 'b' });
    expect(config).toMatchObject({ host: '::1', port: 5432, database: 'b', ssl: false });
    expect([schema, location]).toEqual(['tradewarden', '[::1]:5432/b']);
    expect(connectionTarget({}).config).toMatchObject({ host: 'localhost' });
    expect(connectionTarget({ url: 'postgres:///a?host=/var/run/postgresql' }).config).toMatchObject({
      host: '/var/run/postgresql',
      ssl: false,
    });
  });

  test('never says the user or the password', () => {
    const { location } = connectionTarget({ url: 'postgres://someone:secret@db.example/a' });
    expect(location).toBe('db.example:5432/a');
    const attempts = ['postgres://someone:secret@db/a?sslmode=prefer', 'mysql://someone:secret@db/a'];
    for (const url of attempts) expect(() => connectionTarget({ url })).toThrow(/^(?!.*(secret|someone))/);
  });

  test.each([
    'postgres://someone:12/secret@db/a',
    'postgres://someone:12?secret@db/a',
    'postgres://someone:12#secret@db/a',
    'postgres://someone:secret%@db/a',
    'postgres://someone:se/cret@db/a',
  ])('asks to escape a password, without showing it: %s', (url) => {
    expect(() => connectionTarget({ url })).toThrow(
      /^(?!.*(secret|cret|someone)).*(in a password write %|write postgres:)/,
    );
  });

  test.each([
    ['not a url', /write postgres:/],
    ['mysql://db/a', /write postgres:/],
    ['postgres://db/a?pool=3&options=x', /has pool, options, which means nothing here; known are sslmode/],
    ['postgres://db/a?schema=Books', /schema Books: use a lower-case name/],
    ['postgres://db/a?schema=pg_books', /not starting with pg_/],
    [`postgres://db/a?schema=${'a'.repeat(41)}`, /at most 40 long/],
  ])('refuses %s', (url, sentence) => {
    expect(() => connectionTarget({ url })).toThrow(sentence);
  });
});

describe('encryption', () => {
  const sslOf = (url: string) => connectionTarget({ url }).config.ssl;

  test('is verified in full for every other host unless switched off', () => {
    const strict = { rejectUnauthorized: true };
    expect(sslOf('postgres://db.example/a')).toEqual(strict);
    expect(sslOf('postgres://10.0.0.1/a')).toEqual({ ...strict, host: '10.0.0.1' });
    expect(sslOf('postgres://127.0.0.1.example/a')).toEqual(strict);
    for (const mode of ['require', 'verify-ca', 'verify-full']) {
      expect(sslOf(`postgres://localhost/a?sslmode=${mode}`)).toEqual(strict);
    }
    expect(sslOf('postgres://db.example/a?sslmode=disable')).toBe(false);
  });

  test.each(['prefer', 'allow', 'no-verify', 'off'])('has no mode %s', (mode) => {
    expect(() => sslOf(`postgres://db.example/a?sslmode=${mode}`)).toThrow(/does not keep others out/);
  });

  test('trusts the authorities given', () => {
    const directory = mkdtempSync(join(tmpdir(), 'authorities-'));
    writeFileSync(join(directory, 'ca.pem'), 'PEM');
    expect(sslOf(`postgres://db/a?sslrootcert=${join(directory, 'ca.pem')}`)).toEqual({
      rejectUnauthorized: true,
      ca: 'PEM',
    });
    expect(() => sslOf(`postgres://db/a?sslrootcert=${join(directory, 'none.pem')}`)).toThrow(
      /certificates in .*none.pem cannot be read: ENOENT/,
    );
    rmSync(directory, { recursive: true });
  });
});
