import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { afterAll, expect, test } from 'vitest';
import { Safeguards } from './safeguards.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-fire-'));
afterAll(() => rmSync(directory, { recursive: true }));
const script = fileURLToPath(new URL('../../test/fire-process.ts', import.meta.url));
const symbols = 100;

test('four processes fire on the same symbols at once: every symbol fires once', async () => {
  const path = join(directory, 'race.db');
  await (await openSqliteStore({ path })).close();
  const won = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const words = ['--conditions=@tradewarden/source', script, path, String(symbols)];
      const { stdout } = await promisify(execFile)(process.execPath, words);
      return JSON.parse(stdout) as readonly string[];
    }),
  );
  const fired = won.flat();
  expect(fired).toHaveLength(symbols);
  expect(new Set(fired).size).toBe(symbols);
}, 60_000);

test('a database that somebody has locked lets nothing fire', async () => {
  const path = join(directory, 'locked.db');
  const store = await openSqliteStore({ path });
  const holder = new DatabaseSync(path);
  try {
    holder.exec('BEGIN EXCLUSIVE');
    expect(await new Safeguards({ store }).preventDoubleFire('S', 'LONG')).toEqual({ blocked: true });
  } finally {
    holder.exec('ROLLBACK');
    holder.close();
    await store.close();
  }
}, 60_000);
