import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreDriver } from '@tradewarden/core';
import { commitOk, commitOne, driverCommit, type StoreCase } from '../store-bench.ts';

const count = (length: number): readonly number[] => Array.from({ length }, (_, index) => index + 1);

async function appendOne(driver: StoreDriver, log: string, value: string): Promise<void> {
  await commitOk(driver, { appends: [{ log, value }] });
}

/** L6: a log is dense, in the order of commits, and never grows behind a reader. */
export const logCases: readonly StoreCase[] = [
  {
    name: 'L6 a log that was never written is empty',
    run: async (bench) => {
      const driver = await bench.open();
      assert.deepEqual(await driver.head('l'), { first: 1, last: 0 });
      assert.deepEqual(await driver.read('l', { after: 0, limit: 9 }), []);
    },
  },
  {
    name: 'L6 sequences are dense from 1 for each log, and adjacent within a commit',
    run: async (bench) => {
      const driver = await bench.open();
      await appendOne(driver, 'other', '0');
      const appends = ['l', 'other', 'l', 'l'].map((log, index) => ({ log, value: String(index) }));
      const result = await commitOne(driver, { appends });
      assert.deepEqual(result.ok && result.sequences, [1, 2, 2, 3]);
      assert.deepEqual(await driver.read('l', { after: 0, limit: 9 }), [
        { sequence: 1, value: '0' },
        { sequence: 2, value: '2' },
        { sequence: 3, value: '3' },
      ]);
      assert.deepEqual(await driver.head('other'), { first: 1, last: 2 });
    },
  },
  {
    name: 'L6 a refused commit leaves no gap',
    run: async (bench) => {
      const driver = await bench.open();
      const append = { appends: [{ log: 'l', value: '1' }] };
      await driver.commit([
        driverCommit(append),
        driverCommit({ ...append, checks: [{ key: 'a', version: 9 }] }),
        driverCommit({ ...append, adds: [{ counter: 'n', delta: 2, max: 1 }] }),
        driverCommit(append),
      ]);
      const entries = await driver.read('l', { after: 0, limit: 9 });
      assert.deepEqual(
        entries.map(({ sequence }) => sequence),
        [1, 2],
      );
    },
  },
  {
    name: 'L6 reads start after a sequence and stop at the limit',
    run: async (bench) => {
      const driver = await bench.open();
      await driver.commit(count(12).map((n) => driverCommit({ appends: [{ log: 'l', value: String(n) }] })));
      const read = async (after: number, limit: number) =>
        (await driver.read('l', { after, limit })).map(({ sequence, value }) => [sequence, value]);
      assert.deepEqual(await read(3, 2), [
        [4, '4'],
        [5, '5'],
      ]);
      assert.deepEqual(await read(10, 9), [
        [11, '11'],
        [12, '12'],
      ]);
      assert.deepEqual(await read(12, 9), []);
      assert.deepEqual(await read(99, 9), []);
    },
  },
  {
    name: 'L6 many handles append to one log: dense, nothing lost, nothing twice',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      const writers = handles.flatMap((driver, index) =>
        count(20).map(async (n) => appendOne(driver, 'l', `"${index}/${n}"`)),
      );
      await Promise.all(writers);
      const entries = await handles[0].read('l', { after: 0, limit: 100 });
      assert.deepEqual(
        entries.map(({ sequence }) => sequence),
        count(60),
      );
      assert.equal(new Set(entries.map(({ value }) => value)).size, 60);
    },
  },
  {
    name: 'L6 a reader that follows the tail never misses an entry',
    run: async (bench) => {
      const [reader, ...writers] = await bench.openSeveral(3);
      const total = 80;
      const failed = new AbortController();
      let followed = 0;
      const follow = async (): Promise<void> => {
        while (followed < total && !failed.signal.aborted) {
          for (const { sequence } of await reader.read('l', { after: followed, limit: 7 })) {
            assert.equal(sequence, followed + 1);
            followed = sequence;
          }
          await nextTurn();
        }
      };
      const write = async (driver: StoreDriver): Promise<void> => {
        try {
          for (const n of count(total / writers.length)) await appendOne(driver, 'l', String(n));
        } catch (error) {
          failed.abort();
          throw error;
        }
      };
      await Promise.all([follow(), ...writers.map(write)]);
      assert.deepEqual(await reader.head('l'), { first: 1, last: total });
    },
  },
];
