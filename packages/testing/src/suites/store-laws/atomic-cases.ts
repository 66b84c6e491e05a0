import assert from 'node:assert/strict';
import type { DriverCommit, StoreDriver } from '@tradewarden/core';
import { commitOk, commitOne, driverCommit, entryOf, type StoreCase } from '../store-bench.ts';

const put = (key: string, value = '1'): Partial<DriverCommit> => ({ puts: [{ key, value }] });

/** Every kind of effect, so that what a failed commit leaves behind shows. */
const effects: Partial<DriverCommit> = {
  puts: [{ key: 'new', value: '2' }],
  deletes: ['old'],
  appends: [{ log: 'l', value: '3' }],
};

async function assertUntouched(driver: StoreDriver): Promise<void> {
  assert.equal((await entryOf(driver, 'old'))?.value, '1');
  assert.equal(await entryOf(driver, 'new'), null);
  assert.deepEqual(await driver.counters(['n', 'm']), [5, 0]);
  assert.deepEqual(await driver.head('l'), { first: 1, last: 0 });
}

async function prepared(driver: StoreDriver): Promise<StoreDriver> {
  await commitOk(driver, { ...put('old'), adds: [{ counter: 'n', delta: 5 }] });
  return driver;
}

const create = (value: string): DriverCommit =>
  driverCommit({ checks: [{ key: 'a', version: 0 }], ...put('a', value) });

const add = (delta: number): DriverCommit => driverCommit({ adds: [{ counter: 'n', delta, max: 5 }] });

/** L1 all or nothing, L5 the first failure is named, L14 neighbours in a batch are independent. */
export const atomicCases: readonly StoreCase[] = [
  {
    name: 'L1 a commit applies all of its parts',
    run: async (bench) => {
      const driver = await prepared(await bench.open());
      const result = await commitOne(driver, { ...effects, adds: [{ counter: 'n', delta: -2 }] });
      assert.deepEqual(result.ok && result.sequences, [1]);
      assert.equal(await entryOf(driver, 'old'), null);
      assert.equal((await entryOf(driver, 'new'))?.value, '2');
      assert.deepEqual(await driver.counters(['n']), [3]);
      assert.deepEqual(await driver.read('l', { after: 0, limit: 9 }), [{ sequence: 1, value: '3' }]);
    },
  },
  {
    name: 'L1 a failing check leaves nothing behind',
    run: async (bench) => {
      const driver = await prepared(await bench.open());
      const checks = [{ key: 'old', version: 999_999 }];
      const result = await commitOne(driver, { ...effects, checks, adds: [{ counter: 'n', delta: 1 }] });
      assert.equal(result.ok, false);
      await assertUntouched(driver);
    },
  },
  {
    name: 'L1 a bound that fails last undoes the adds before it',
    run: async (bench) => {
      const driver = await prepared(await bench.open());
      const adds = [
        { counter: 'n', delta: 1 },
        { counter: 'm', delta: 2 },
        { counter: 'n', delta: 4, max: 9 },
      ];
      assert.equal((await commitOne(driver, { ...effects, adds })).ok, false);
      await assertUntouched(driver);
    },
  },
  {
    name: 'L5 a conflict names the first failing check and the version found',
    run: async (bench) => {
      const driver = await bench.open();
      const version = await commitOk(driver, put('a'));
      const checks = [
        { key: 'a', version },
        { key: 'absent', version: 0 },
        { key: 'a', version: version + 1 },
        { key: 'absent', version: 7 },
      ];
      const conflict = { ok: false, reason: 'conflict' };
      assert.deepEqual(await commitOne(driver, { checks }), { ...conflict, key: 'a', version });
      const gone = await commitOne(driver, { checks: [{ key: 'absent', version: 7 }] });
      assert.deepEqual(gone, { ...conflict, key: 'absent', version: 0 });
    },
  },
  {
    name: 'L5 checks are tested before adds',
    run: async (bench) => {
      const driver = await bench.open();
      const adds = [{ counter: 'n', delta: 2, max: 1 }];
      const checks = [{ key: 'a', version: 3 }];
      assert.deepEqual(await commitOne(driver, { checks, adds }), {
        ok: false,
        reason: 'conflict',
        key: 'a',
        version: 0,
      });
      assert.deepEqual(await commitOne(driver, { adds }), {
        ok: false,
        reason: 'bound',
        counter: 'n',
        value: 0,
      });
    },
  },
  {
    name: 'L14 commits of one batch are independent, in order, and see those before them',
    run: async (bench) => {
      const driver = await bench.open();
      const stale = driverCommit({ checks: [{ key: 'b', version: 9 }], ...put('b') });
      const append = driverCommit({ appends: [{ log: 'l', value: '1' }] });
      const results = await driver.commit([
        stale,
        create('1'),
        add(3),
        create('2'),
        add(3),
        append,
        add(2),
        append,
      ]);
      assert.deepEqual(
        results.map(({ ok }) => ok),
        [false, true, true, false, false, true, true, true],
      );
      const [, first, , conflict, bound] = results;
      assert.deepEqual(conflict, {
        ok: false,
        reason: 'conflict',
        key: 'a',
        version: first?.ok ? first.version : 0,
      });
      assert.deepEqual(bound, { ok: false, reason: 'bound', counter: 'n', value: 3 });
      assert.equal((await entryOf(driver, 'a'))?.value, '1');
      assert.deepEqual(await driver.counters(['n']), [5]);
      assert.deepEqual(await driver.head('l'), { first: 1, last: 2 });
    },
  },
  {
    name: 'L14 takes a batch as large as it says it does',
    run: async (bench) => {
      const driver = await bench.open();
      const size = driver.description.maximumBatch;
      const batch = Array.from({ length: size }, (_, index) => driverCommit(put(`k/${index}`)));
      assert.ok((await driver.commit(batch)).every(({ ok }) => ok));
      assert.equal((await driver.scan({ prefix: 'k/', limit: size + 1 })).length, size);
      assert.deepEqual(await driver.commit([]), []);
    },
  },
];
