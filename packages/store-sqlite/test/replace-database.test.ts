import { StoreSchemaError, StoreUnavailableError } from '@tradewarden/core';
import { MountedDisk } from '@tradewarden/testing/disks';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openSqliteStore, replaceDatabase } from '../src/index.ts';
import { CommitterProcess } from './committer-process.ts';
import { mounts, withoutMounts } from './mounts.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const directory = temporaryDirectory();

/** A closed store with one key. */
async function made(path: string, key: string): Promise<string> {
  const store = await openSqliteStore({ path });
  await store.commit({ puts: [{ key, value: 'x'.repeat(5000) }] });
  await store.close();
  return path;
}
async function place(name: string, within: string = directory) {
  const path = await made(join(within, `${name}.db`), 'old');
  const staged = await made(`${path}.staged`, 'new');
  return { path, staged, kept: `${path}.kept` };
}
const keysOf = async (path: string): Promise<readonly string[]> => {
  const store = await openSqliteStore({ path, integrityCheck: 'always' });
  const entries = await store.scan({ prefix: '', limit: 10 });
  await store.close();
  return entries.map(({ key }) => key);
};
const sql = (path: string, text: string): void => {
  const database = new DatabaseSync(path);
  database.exec(text);
  database.close();
};
const filesOf = (path: string): readonly string[] =>
  readdirSync(join(path, '..')).filter((file) => join(path, '..', file).startsWith(path));

const inUse =
  process.platform === 'linux' ? /in use by process \d+; stop it/ : /in use by another process; stop it/;

/** Refused, with nothing changed: neither the file nor what stands beside it. */
async function refused(
  request: Awaited<ReturnType<typeof place>>,
  kind: { isInstance(error: unknown): boolean },
  sentence: RegExp,
): Promise<void> {
  const state = (): unknown => [filesOf(request.path), sentence === inUse ? '' : readFileSync(request.path)];
  const before = state();
  const error: unknown = await replaceDatabase(request).catch((failure: unknown) => failure);
  expect(String(error)).toMatch(sentence);
  expect(kind.isInstance(error)).toBe(true);
  expect(state()).toEqual(before);
}

describe('replaceDatabase', () => {
  test('puts the new one in place and keeps the former one; where there was none, it keeps none', async () => {
    const request = await place('plain');
    expect(await replaceDatabase(request)).toBe(request.kept);
    expect([await keysOf(request.path), await keysOf(request.kept)]).toEqual([['new'], ['old']]);
    rmSync(request.path);
    expect(
      await replaceDatabase({
        ...request,
        staged: await made(`${request.path}.staged`, 'newer'),
        kept: `${request.kept}-2`,
      }),
    ).toBeUndefined();
    expect(await keysOf(request.path)).toEqual(['newer']);
    expect(existsSync(`${request.path}-replacing`)).toBe(false);
  });

  test('replaces a file that is damaged, and one that is no database any more', async () => {
    for (const [name, fill] of [
      ['page', 4096],
      ['header', 0],
    ] as const) {
      const request = await place(`damaged-${name}`);
      const content = readFileSync(request.path);
      content.fill(0x5a, fill, fill + 100);
      writeFileSync(request.path, content);
      const failure: unknown = await openSqliteStore({ path: request.path, integrityCheck: 'always' }).catch(
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', damaged: true, retryable: false });
      expect(await replaceDatabase(request)).toBe(request.kept);
      expect(await keysOf(request.path)).toEqual(['new']);
      expect(readFileSync(request.kept).equals(content)).toBe(true);
    }
  });

  test('refuses one that is in use, and names who uses it', async () => {
    const request = await place('used');
    const user = new CommitterProcess(request.path, 'user', Number.MAX_SAFE_INTEGER);
    await user.started();
    await refused(request, StoreUnavailableError, inUse);
    const before = user.acknowledged.length;
    await expect.poll(() => user.acknowledged.length).toBeGreaterThan(before);
    await user.kill();
    expect(await replaceDatabase(request)).toBe(request.kept);
    expect((await keysOf(request.kept)).length).toBeGreaterThan(1);
  });

  test.each(['', '-wal'])(
    'refuses to keep the former one under a name that is taken (%s)',
    async (suffix) => {
      const request = await place(`taken${suffix}`);
      writeFileSync(request.kept + suffix, 'precious');
      await refused(request, StoreUnavailableError, /exists already, and the former database was to be kept/);
      expect(readFileSync(request.kept + suffix, 'utf8')).toBe('precious');
      rmSync(request.kept + suffix);
      expect(await replaceDatabase(request)).toBe(request.kept);
    },
  );

  test('refuses one that is newer than this program, and one of another program', async () => {
    const newer = await place('newer');
    sql(newer.path, "PRAGMA journal_mode = DELETE; UPDATE meta SET v = '99' WHERE k = 'schema'");
    await refused(newer, StoreSchemaError, /has schema 99.*upgrade the program/);
    const foreign = await place('foreign');
    rmSync(foreign.path);
    sql(foreign.path, 'CREATE TABLE mine (a)');
    await refused(foreign, StoreUnavailableError, /database of another program; choose another path/);
  });

  test('refuses while another process replaces it; what that one left is finished', async () => {
    const request = await place('twice');
    const other = new DatabaseSync(`${request.path}-replacing`);
    other.exec(
      'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE mark (kept TEXT NOT NULL) STRICT',
    );
    other.prepare('INSERT INTO mark VALUES (?)').run(`${request.path}.first`);
    await refused(request, StoreUnavailableError, /is being replaced by another process; wait/);
    other.exec('COMMIT');
    await refused(request, StoreUnavailableError, /is being replaced by another process; wait/);
    other.close();
    await expect(openSqliteStore({ path: request.path })).rejects.toThrow(/restore the backup once more/);
    expect(await replaceDatabase(request)).toBe(`${request.path}.first`);
    expect([await keysOf(request.path), await keysOf(`${request.path}.first`)]).toEqual([['new'], ['old']]);
  });

  test.skipIf(!mounts)(`refuses on a full disk${withoutMounts}`, async () => {
    using disk = MountedDisk.tmpfs('1m');
    const request = await place('full', disk.directory);
    const user = await openSqliteStore({ path: request.path });
    await user.commit({ puts: [{ key: 'in-the-journal', value: 1 }] });
    for (const suffix of ['', '-wal']) copyFileSync(request.path + suffix, `${request.path}.copy${suffix}`);
    await user.close();
    const copy = { ...request, path: `${request.path}.copy`, kept: `${request.path}.copy.kept` };
    const filler = join(disk.directory, 'filler');
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' });
    } catch {
      // Full.
    }
    await refused(copy, StoreUnavailableError, /could not grow: the disk is full; free some space/);
    rmSync(filler);
    expect(await replaceDatabase(copy)).toBe(copy.kept);
    expect(await keysOf(copy.kept)).toEqual(['in-the-journal', 'old']);
  });
});
