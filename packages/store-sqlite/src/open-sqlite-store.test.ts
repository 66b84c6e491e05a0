import { StoreSchemaError, StoreUnavailableError } from '@tradewarden/core';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const directory = temporaryDirectory();
const put = (key: string) => ({ puts: [{ key, value: 1 }] });

describe('openSqliteStore', () => {
  test('describes itself, with the whole path', async () => {
    const path = join(directory, 'described.db');
    const store = await openSqliteStore({ path: relative(process.cwd(), path) });
    expect(store.description).toMatchObject({
      name: 'sqlite',
      schema: 1,
      durability: 'host',
      sharing: 'host',
      parallelCommits: 1,
      location: path,
      abilities: ['trim', 'backup'],
      settings: { journal_mode: 'wal', synchronous: 'full', fullfsync: 'on' },
    });
    await store.close();
    const relaxed = await openSqliteStore({ path, synchronous: 'normal' });
    expect(relaxed.description).toMatchObject({
      durability: 'process',
      settings: { synchronous: 'normal' },
    });
    await relaxed.close();
  });

  test('keeps all of its files to their owner', async () => {
    const path = join(directory, 'private', 'store.db');
    const store = await openSqliteStore({ path });
    await store.commit(put('a'));
    const modes = ['', '-wal', '-shm'].map((suffix) => statSync(path + suffix).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });

  test('refuses a path that is none', async () => {
    await expect(openSqliteStore({ path: '' })).rejects.toThrow(/needs a file/);
    await expect(openSqliteStore({ path: ':memory:' })).rejects.toThrow(/memoryStore\(\)/);
  });

  test('says why it cannot open, as errors of core', async () => {
    const folder = openSqliteStore({ path: directory });
    await expect(folder).rejects.toThrow(StoreUnavailableError);
    await expect(folder).rejects.toThrow(`${directory} cannot be opened for writing`);
    const path = join(directory, 'newer.db');
    await (await openSqliteStore({ path })).close();
    const database = new DatabaseSync(path);
    database.exec("UPDATE meta SET v = '7' WHERE k = 'schema'");
    database.close();
    await expect(openSqliteStore({ path })).rejects.toThrow(StoreSchemaError);
  });

  test('a lock that is held longer than the deadline makes a commit surely not applied', async () => {
    const path = join(directory, 'locked.db');
    const store = await openSqliteStore({ path, deadlineMs: 2000 });
    const holder = new DatabaseSync(path);
    holder.exec('BEGIN IMMEDIATE');
    await expect(store.commit(put('a'))).rejects.toThrow(StoreUnavailableError);
    expect(await store.get(['a'])).toEqual([null]);
    holder.close();
    expect((await store.commit(put('a'))).ok).toBe(true);
    await store.close();
  });

  test('does not keep the process alive, answers what is pending, and needs no close', () => {
    const script = fileURLToPath(new URL('../test/leaves-open.ts', import.meta.url));
    const args = ['--conditions=@tradewarden/source', script, join(directory, 'left.db')];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
    expect([child.status, child.stdout, child.stderr]).toEqual([0, 'committed\n', '']);
  });
});
