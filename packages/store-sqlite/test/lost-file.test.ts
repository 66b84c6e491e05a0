import { type Store, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { canMount, MountedDisk } from '@tradewarden/testing/disks';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../src/index.ts';
import { mounts, withoutMounts } from './mounts.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { watchingWorkers } from './watching-workers.ts';

const directory = temporaryDirectory();
const put = (key: string) => ({ checks: [{ key, version: 0 }], puts: [{ key, value: 1 }] });

async function open(name: string): Promise<{ readonly store: Store; readonly path: string }> {
  const path = join(directory, name);
  const store = await openSqliteStore({ path });
  await store.commit(put('a'));
  return { store, path };
}

describe('a file that goes away while it is in use', () => {
  test.each(['', '-wal', '-shm'])(
    'moved (%s): nothing is written into it; back again, work goes on',
    async (suffix) => {
      const { store, path } = await open(`moved${suffix}.db`);
      renameSync(path + suffix, `${path}-away`);
      await expect(store.commit(put('b'))).rejects.toThrow(`${path}${suffix} is gone; put it back`);
      await expect(store.commit(put('b'))).rejects.toThrow(StoreUnavailableError);
      await expect(store.get(['a'])).rejects.toThrow(/is gone/);
      renameSync(`${path}-away`, path + suffix);
      expect((await store.commit(put('b'))).ok).toBe(true);
      expect(await store.get(['a', 'b'])).toMatchObject([{ value: 1 }, { value: 1 }]);
      await store.close();
    },
  );

  test('deleted: no commit is acknowledged, and no new file is made', async () => {
    const { store, path } = await open('deleted.db');
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix);
    await expect(store.commit(put('b'))).rejects.toThrow(StoreUnavailableError);
    expect(existsSync(path)).toBe(false);
    await store.close();
  });

  test('replaced by another store: the old books are not mixed with the new ones', async () => {
    const { store, path } = await open('old.db');
    const { store: other, path: otherPath } = await open('new.db');
    await other.commit(put('only-new'));
    await other.close();
    renameSync(path, `${path}-before`);
    renameSync(otherPath, path);
    await expect(store.commit(put('b'))).rejects.toThrow(/old\.db was replaced by another file/);
    await expect(store.get(['only-new'])).rejects.toThrow(StoreUnavailableError);
    await store.close();
  });
});

describe.skipIf(!mounts)(`a disk that becomes read-only${withoutMounts}`, () => {
  test('before the store is opened, or between two lives of its thread: said so, and work resumes', async () => {
    using disk = MountedDisk.tmpfs('3m');
    const path = join(disk.directory, 'store.db');
    await (await openSqliteStore({ path })).close();
    disk.remount('ro');
    await expect(openSqliteStore({ path })).rejects.toThrow(/cannot be opened for writing: EROFS/);
    disk.remount('rw');
    const { opened: store, workers, stop } = await watchingWorkers(async () => openSqliteStore({ path }));
    await store.commit(put('a'));
    await workers[0]?.terminate();
    disk.remount('ro');
    await expect(store.commit(put('b'))).rejects.toThrow(StoreUnavailableError);
    await expect(store.commit(put('b'))).rejects.toThrow(
      /store\.db is read-only; give this user write permission/,
    );
    disk.remount('rw');
    expect((await store.commit(put('b'))).ok).toBe(true);
    expect(await store.get(['a'])).toMatchObject([{ value: 1 }]);
    await store.close();
    stop();
  });

  test.skipIf(!canMount('ext4'))('under a running store, as after an error of the disk', async () => {
    using disk = MountedDisk.ext4();
    const path = join(disk.directory, 'store.db');
    const store = await openSqliteStore({ path });
    await store.commit(put('a'));
    disk.remount('abort');
    await expect(store.commit(put('b'))).rejects.toThrow(StoreUnknownError);
    await expect(store.commit(put('b'))).rejects.toThrow(/store\.db is read-only.*mounted for writing/);
    expect(await store.get(['a', 'b'])).toMatchObject([{ value: 1 }, null]);
    await store.close();
  });
});
