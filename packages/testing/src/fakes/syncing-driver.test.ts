import { VirtualClock } from '@tradewarden/core';
import { describe, expect, test } from 'vitest';
import { commitOk, commitOne, entryOf } from '../suites/store-bench.ts';
import { storeSuite } from '../suites/store-suite.ts';
import { overriddenDriver } from './overridden-store.ts';
import { syncingDriver } from './syncing-driver.ts';

const put = (key: string) => ({ checks: [{ key, version: 0 }], puts: [{ key, value: '1' }] });

test('what was acknowledged survives a loss of power, with its version and its time to live', async () => {
  const clock = new VirtualClock(1000);
  const { driver, crash, syncs } = syncingDriver({ clock });
  const version = await commitOk(driver, { ...put('a'), appends: [{ log: 'l', value: '1' }] });
  await commitOk(driver, { puts: [{ key: 'soon', value: '1', ttlMs: 50 }] });
  clock.advance(49);
  await crash();
  expect(await entryOf(driver, 'a')).toEqual({ key: 'a', value: '1', version });
  expect(await entryOf(driver, 'soon')).not.toBeNull();
  clock.advance(1);
  expect(await entryOf(driver, 'soon')).toBeNull();
  expect(await driver.head('l')).toEqual({ first: 1, last: 1 });
  expect(syncs()).toBe(2);
  expect((await commitOne(driver, put('a'))).ok).toBe(false);
});

test('one that acknowledges before it syncs loses what it acknowledged last', async () => {
  const { driver, crash, syncs } = syncingDriver({ clock: new VirtualClock(0), acknowledge: 'early' });
  await commitOk(driver, put('a'));
  await commitOk(driver, put('b'));
  await crash();
  expect(syncs()).toBe(1);
  expect(await entryOf(driver, 'a')).not.toBeNull();
  expect(await entryOf(driver, 'b')).toBeNull();
});

describe('the simulated disk keeps the laws', () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const disks = new Map<string, ReturnType<typeof syncingDriver>>();
  storeSuite(test, {
    clock,
    durable: true,
    // Closed and opened again, it has lost its power in between.
    open: async (name) => {
      const disk = disks.get(name) ?? syncingDriver({ clock });
      disks.set(name, disk);
      return overriddenDriver(disk.driver, { close: disk.crash });
    },
  });
});
