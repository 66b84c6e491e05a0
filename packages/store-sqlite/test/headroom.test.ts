import { ExposureLedger, type Store, StoreUnavailableError, TradingLatches } from '@tradewarden/core';
import { canMount, MountedDisk } from '@tradewarden/testing/disks';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openSqliteStore } from '../src/index.ts';
import { mounts, withoutMounts } from './mounts.ts';
import { reserved, usedBy } from './reservations.ts';

vi.setConfig({ testTimeout: 120_000 });
const book = { account: 'main', mode: 'live' } as const;
const fullDisk = /could not grow: the disk is full; free some space/;

const disks: readonly (readonly [string, () => MountedDisk])[] = [
  ['in memory', () => MountedDisk.tmpfs('12m')],
  ...(canMount('ext4') ? [['ext4', () => MountedDisk.ext4()] as const] : []),
];

/** Takes the last free byte of the disk, in small pieces as other programs do. */
function fill(directory: string): void {
  for (const size of [1 << 16, 4096, 1]) {
    try {
      for (;;) writeFileSync(join(directory, 'filler'), Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full, for pieces of this size.
    }
  }
}

/** Reserves from a number on until nothing more fits; the number that does not. */
async function reserveUntilFull(store: Store, first = 0): Promise<number> {
  for (let index = first; ; index += 1) {
    try {
      await store.commit(reserved(book, index));
    } catch (error) {
      expect(StoreUnavailableError.isInstance(error)).toBe(true);
      expect(String(error)).toMatch(fullDisk);
      return index;
    }
  }
}

describe.skipIf(!mounts)(`a full disk${withoutMounts}`, () => {
  test('refuses what adds risk, and still releases all that there is, latches, and starts again', async () => {
    using disk = MountedDisk.tmpfs('24m');
    const path = join(disk.directory, 'store.db');
    const store = await openSqliteStore({ path });
    expect(statSync(`${path}-headroom`).size).toBe(2 * 1024 * 1024);
    for (let index = 0; index < 600; index += 1) await store.commit(reserved(book, index));
    fill(disk.directory);
    // The journal has started over once, so what adds goes on until it reaches the end of the space that it has.
    const journal = statSync(`${path}-wal`).size;
    const next = await reserveUntilFull(store, 10_000);
    const added = next - 10_000;
    expect(added).toBeGreaterThan(0);
    expect(statSync(`${path}-wal`).size - journal).toBeLessThan(4096);
    expect(await usedBy(store, book)).toBe(600 + added);
    const latches = new TradingLatches({ store, book });
    const actor = { kind: 'user', id: 'operator' } as const;
    const kill = { scope: 'global', cause: 'kill', state: 'HALTED', reason: 'disk', actor, at: 1 } as const;
    expect((await latches.latch(kill)).state).toBe('HALTED');
    const ledger = new ExposureLedger({ store, book });
    for (let index = 0; index < 600; index += 1) {
      expect((await ledger.release(`r-${index}`, 'withdrawn', 2))?.state).toBe('closed');
      // Once something gave way, nothing that adds may use it, nor the journal that started over by it.
      const gaveWay = statSync(`${path}-headroom`).size < 2 * 1024 * 1024;
      if (index % 100 === 0 && gaveWay)
        await expect(store.commit(reserved(book, next))).rejects.toThrow(fullDisk);
    }
    expect(await usedBy(store, book)).toBe(added);
    await store.close();
    // The same disk, still full: the next process goes on with what is left.
    const again = await openSqliteStore({ path, integrityCheck: 'always' });
    expect((await new ExposureLedger({ store: again, book }).release('r-10000', 'withdrawn', 3))?.state).toBe(
      'closed',
    );
    rmSync(join(disk.directory, 'filler'));
    expect((await again.commit(reserved(book, 20_000))).ok).toBe(true);
    await again.close();
    await (await openSqliteStore({ path })).close();
    expect(statSync(`${path}-headroom`).size).toBe(2 * 1024 * 1024);
  });

  test.each(disks)(
    'two handles on one file share it; a batch does not fail what reduces (%s)',
    async (_disk, mount) => {
      using disk = mount();
      const path = join(disk.directory, 'store.db');
      const [store, other] = [await openSqliteStore({ path }), await openSqliteStore({ path })];
      for (let index = 0; index < 60; index += 1) await store.commit(reserved(book, index));
      fill(disk.directory);
      // A journal that has never started over must grow for any commit.
      expect(await reserveUntilFull(store, 100)).toBe(100);
      const ledgers = [store, other].map((opened) => new ExposureLedger({ store: opened, book }));
      const results = await Promise.allSettled(
        Array.from({ length: 60 }, async (_, index) =>
          index % 3 === 0
            ? store.commit(reserved(book, 30_000 + index))
            : ledgers[index % 2]?.release(`r-${index}`, 'withdrawn', 2),
        ),
      );
      const refused = results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ adds: index % 3 === 0, reason: String(result.reason) }] : [],
      );
      // What reduces never fails.
      expect(refused.filter(({ adds, reason }) => !adds || !fullDisk.test(reason))).toEqual([]);
      for (const opened of [store, other]) await opened.close();
    },
  );

  test('a small disk keeps a tenth at most, and none when told so', async () => {
    using disk = MountedDisk.tmpfs('3m');
    const path = join(disk.directory, 'store.db');
    const store = await openSqliteStore({ path });
    expect(statSync(`${path}-headroom`).size).toBeLessThanOrEqual(300 * 1024);
    expect(statSync(`${path}-headroom`).mode & 0o777).toBe(0o600);
    expect(await reserveUntilFull(store)).toBeGreaterThan(20);
    await store.close();
    const plain = join(disk.directory, 'plain');
    writeFileSync(plain, '');
    rmSync(`${path}-headroom`);
    await (await openSqliteStore({ path, headroomBytes: 0, readOnly: true })).close();
    expect(readdirSync(disk.directory)).not.toContain('store.db-headroom');
  });
});
