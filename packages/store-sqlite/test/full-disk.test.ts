import { type Store, StoreUnavailableError } from '@tradewarden/core';
import { MountedDisk } from '@tradewarden/testing/disks';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../src/index.ts';
import { mounts, withoutMounts } from './mounts.ts';

const record = (index: number) => ({
  checks: [{ key: `k/${index}`, version: 0 }],
  adds: [{ counter: 'n', delta: 1 }],
  puts: [{ key: `k/${index}`, value: 'x'.repeat(1000) }],
  appends: [{ log: 'l', value: index }],
});

/** Commits until one fails; which one, and how. */
async function commitUntilFull(store: Store): Promise<{ readonly written: number; readonly error: unknown }> {
  for (let index = 0; ; index += 1) {
    try {
      await store.commit(record(index));
    } catch (error) {
      return { written: index, error };
    }
  }
}

/** Takes the last free byte. */
function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096), { flag: 'a' });
  } catch {
    // Full.
  }
}

const fullDisk = /could not grow: the disk is full; free some space/;

describe.skipIf(!mounts)(`a full disk${withoutMounts}`, () => {
  test('commits surely fail, nothing is lost, reads go on, and work resumes when there is space', async () => {
    using disk = MountedDisk.tmpfs('3m');
    const path = join(disk.directory, 'store.db');
    const store = await openSqliteStore({ path });
    const { written, error } = await commitUntilFull(store);
    expect(StoreUnavailableError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(fullDisk);
    await expect(store.commit(record(written))).rejects.toThrow(StoreUnavailableError);
    expect(written).toBeGreaterThan(20);
    expect(await store.counters(['n'])).toEqual([written]);
    expect(await store.head('l')).toEqual({ first: 1, last: written });
    expect(await store.get([`k/${written - 1}`, `k/${written}`])).toMatchObject([{ version: written }, null]);
    disk.remount('size=12m');
    for (let index = written; index < written + 100; index += 1) {
      expect((await store.commit(record(index))).ok).toBe(true);
    }
    await store.close();
    const again = await openSqliteStore({ path, integrityCheck: 'always' });
    expect(await again.counters(['n'])).toEqual([written + 100]);
    expect(await again.head('l')).toEqual({ first: 1, last: written + 100 });
    await again.close();
  });

  test('a store that is opened on one says so, and opens when there is space', async () => {
    using disk = MountedDisk.tmpfs('3m');
    const path = join(disk.directory, 'store.db');
    await (await openSqliteStore({ path })).close();
    const filler = join(disk.directory, 'filler');
    fill(filler);
    await expect(openSqliteStore({ path })).rejects.toThrow(fullDisk);
    await expect(openSqliteStore({ path: join(disk.directory, 'new.db') })).rejects.toThrow(fullDisk);
    rmSync(filler);
    await (await openSqliteStore({ path })).close();
  });

  test('a copy that does not fit leaves nothing behind', async () => {
    using disk = MountedDisk.tmpfs('3m');
    const store = await openSqliteStore({ path: join(disk.directory, 'store.db') });
    await commitUntilFull(store);
    const before = readdirSync(disk.directory);
    const copying = store.backup(join(disk.directory, 'copy.db'));
    await expect(copying).rejects.toThrow(/copy\.db could not grow: the disk is full/);
    expect(readdirSync(disk.directory)).toEqual(before);
    disk.remount('size=12m');
    await store.backup(join(disk.directory, 'copy.db'));
    await store.close();
  });
});
