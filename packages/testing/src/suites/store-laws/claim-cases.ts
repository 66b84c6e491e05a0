import assert from 'node:assert/strict';
import { memoryDriver, openStore, type Store, type StoreDriver } from '@tradewarden/core';
import * as fc from 'fast-check';
import { runsOf } from '../runs-of.ts';
import { commitOk, driverCommit, entryOf, type StoreBench, type StoreCase } from '../store-bench.ts';

const ready = (id: number | string): string => `q/r/${String(id).padStart(3, '0')}/job-${id}`;
const everything = { prefix: 'q/r/', notAfter: 'q/r/~', into: 'q/l/1/' } as const;

/** What features use: the driver's own claim, or core's over its scans and commits. */
const claiming = (bench: StoreBench, driver: StoreDriver): Store => openStore(driver, { clock: bench.clock });

async function fill(driver: StoreDriver, count: number): Promise<void> {
  const puts = Array.from({ length: count }, (_, index) => ({ key: ready(index), value: `{"id":${index}}` }));
  for (let from = 0; from < count; from += 50) await commitOk(driver, { puts: puts.slice(from, from + 50) });
}

/** Keys and values under a prefix. */
const standing = async (driver: StoreDriver, prefix: string): Promise<readonly (readonly string[])[]> =>
  (await driver.scan({ prefix, limit: 999 })).map(({ key, value }) => [key, value]);

/** A1: claims of the driver, or of core over it. */
export const claimCases: readonly StoreCase[] = [
  {
    name: 'A1 a claim moves entries in byte order, up to a key and a number, with value and a new version',
    run: async (bench) => {
      const driver = await bench.open();
      await fill(driver, 6);
      const before = await entryOf(driver, ready(0));
      const query = { ...everything, notAfter: 'q/r/003/~', limit: 3 };
      const claimed = await claiming(bench, driver).claim(query);
      assert.deepEqual(
        claimed.map(({ key, value }) => [key, value]),
        [0, 1, 2].map((id) => [`q/l/1/job-${id}`, { id }]),
      );
      for (const { key, version } of claimed) assert.equal((await entryOf(driver, key))?.version, version);
      assert.notEqual(claimed[0]?.version, before?.version);
      assert.equal(await entryOf(driver, ready(0)), null);
      const rest = await claiming(bench, driver).claim(query);
      assert.deepEqual(
        rest.map(({ key }) => key),
        ['q/l/1/job-3'],
      );
      assert.deepEqual(await claiming(bench, driver).claim(query), []);
      assert.equal((await standing(driver, 'q/r/')).length, 2);
    },
  },
  {
    name: 'A1 of three handles that claim at once each entry has one taker',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      await fill(handles[0], 120);
      const takenBy = await Promise.all(
        handles.map(async (driver, index) => {
          const store = claiming(bench, driver);
          const mine: string[] = [];
          for (let [round, empty] = [0, 0]; empty < 3 && round < 500; round += 1) {
            const claimed = await store.claim({ ...everything, limit: 7, into: `q/l/${index}/` });
            mine.push(...claimed.map(({ key }) => key));
            const [left] = await driver.scan({ prefix: 'q/r/', limit: 1 });
            if (left === undefined) empty += 1;
          }
          return mine;
        }),
      );
      const all = takenBy.flat();
      assert.equal(all.length, 120);
      assert.equal(new Set(all.map((key) => key.slice(key.lastIndexOf('/')))).size, 120);
      const found = await standing(handles[0], 'q/l/');
      assert.deepEqual(new Set(found.map(([key]) => key)), new Set(all));
    },
  },
  {
    name: 'A1 a claim leaves what has run out and what has no free place, and what it moves stays',
    run: async (bench) => {
      const driver = await bench.open();
      await commitOk(driver, {
        puts: [
          { key: ready(1), value: '1', ttlMs: 10 },
          { key: ready(2), value: '2' },
          { key: ready(3), value: '3', ttlMs: 50 },
          { key: 'q/l/1/job-2', value: '"taken"' },
        ],
      });
      bench.clock.advance(10);
      const claimed = await claiming(bench, driver).claim({ ...everything, limit: 9 });
      assert.deepEqual(
        claimed.map(({ key }) => key),
        ['q/l/1/job-3'],
      );
      bench.clock.advance(50);
      assert.deepEqual(await standing(driver, 'q/l/'), [
        ['q/l/1/job-2', '"taken"'],
        ['q/l/1/job-3', '3'],
      ]);
      assert.equal((await entryOf(driver, ready(2)))?.value, '2');
    },
  },
  {
    name: 'A1 random claims equal the claim of the reference',
    run: async (bench) => {
      const driver = await bench.open();
      const step = fc.record({
        add: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
        limit: fc.integer({ min: 1, max: 8 }),
        notAfter: fc.integer({ min: 0, max: 31 }),
        target: fc.integer({ min: 0, max: 2 }),
      });
      let run = 0;
      const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        run += 1;
        const outcome = async (over: StoreDriver): Promise<unknown> => {
          const seen: unknown[] = [];
          const root = `m${run}/`;
          for (const { add, limit, notAfter, target } of steps) {
            const puts = add.map((id) => ({ key: root + ready(id), value: String(id) }));
            await over.commit([driverCommit({ puts })]);
            const claimed = await claiming(bench, over).claim({
              prefix: `${root}q/r/`,
              notAfter: `${root}${ready(notAfter)}`,
              limit,
              into: `${root}q/l/${target}/`,
            });
            seen.push(claimed.map(({ key, value }) => [key, value]));
          }
          return [seen, await standing(over, root)];
        };
        assert.deepEqual(await outcome(driver), await outcome(memoryDriver({ clock: bench.clock })));
      });
      await fc.assert(property, { numRuns: runsOf(30) });
      assert.ok(run >= 30);
    },
  },
];
