import assert from 'node:assert/strict';
import type { Add, StoreDriver } from '@tradewarden/core';
import { commitOk, commitOne, type StoreCase } from '../store-bench.ts';

const largest = Number.MAX_SAFE_INTEGER;

async function passes(driver: StoreDriver, ...adds: readonly Add[]): Promise<boolean> {
  return (await commitOne(driver, { adds })).ok;
}

/** L4: bounds are inclusive, tested over accumulated sums, and exact. */
export const boundCases: readonly StoreCase[] = [
  {
    name: 'L4 a counter starts at 0 and bounds are inclusive',
    run: async (bench) => {
      const driver = await bench.open();
      assert.deepEqual(await driver.counters(['n', 'm']), [0, 0]);
      assert.equal(await passes(driver, { counter: 'n', delta: 10, max: 10 }), true);
      assert.equal(await passes(driver, { counter: 'n', delta: 1, max: 10 }), false);
      assert.equal(await passes(driver, { counter: 'n', delta: -10, min: 0 }), true);
      assert.equal(await passes(driver, { counter: 'n', delta: -1, min: 0 }), false);
      assert.equal(await passes(driver, { counter: 'n', delta: -7, min: -7, max: -7 }), true);
      assert.deepEqual(await driver.counters(['m', 'n']), [0, -7]);
    },
  },
  {
    name: 'L4 adds to one counter accumulate in order, and each is tested',
    run: async (bench) => {
      const driver = await bench.open();
      const max = 10;
      assert.equal(
        await passes(driver, { counter: 'n', delta: 6, max }, { counter: 'n', delta: 5, max }),
        false,
      );
      assert.equal(
        await passes(driver, { counter: 'n', delta: 11, max }, { counter: 'n', delta: -5 }),
        false,
      );
      assert.equal(
        await passes(driver, { counter: 'n', delta: 6, max }, { counter: 'n', delta: 4, max }),
        true,
      );
      assert.equal(await passes(driver, { counter: 'n', delta: -5 }, { counter: 'n', delta: 5, max }), true);
      assert.deepEqual(await driver.counters(['n']), [10]);
    },
  },
  {
    name: 'L4 a failed bound names the counter and the value before the commit',
    run: async (bench) => {
      const driver = await bench.open();
      await commitOk(driver, { adds: [{ counter: 'n', delta: 3 }] });
      const adds = [
        { counter: 'n', delta: 4, max: 10 },
        { counter: 'n', delta: 4, max: 10 },
      ];
      assert.deepEqual(await commitOne(driver, { adds }), {
        ok: false,
        reason: 'bound',
        counter: 'n',
        value: 3,
      });
    },
  },
  {
    name: 'L4 an add of 0 only tests',
    run: async (bench) => {
      const driver = await bench.open();
      await commitOk(driver, { adds: [{ counter: 'n', delta: 6 }] });
      assert.equal(await passes(driver, { counter: 'n', delta: 0, max: 6 }), true);
      assert.equal(await passes(driver, { counter: 'n', delta: 0, max: 5 }), false);
    },
  },
  {
    name: 'L4 counters are exact up to 2^53 - 1 on both sides, and refuse to go beyond',
    run: async (bench) => {
      const driver = await bench.open();
      for (const [counter, sign] of [
        ['up', 1],
        ['down', -1],
      ] as const) {
        assert.equal(await passes(driver, { counter, delta: sign * (largest - 2) }), true);
        assert.equal(await passes(driver, { counter, delta: sign }), true);
        assert.deepEqual(await driver.counters([counter]), [sign * (largest - 1)]);
        assert.equal(await passes(driver, { counter, delta: sign, min: -largest, max: largest }), true);
        const beyond = await commitOne(driver, { adds: [{ counter, delta: sign }] });
        assert.deepEqual(beyond, { ok: false, reason: 'bound', counter, value: sign * largest });
      }
      assert.equal(
        await passes(driver, { counter: 'up', delta: -largest }, { counter: 'up', delta: -largest }),
        true,
      );
      assert.deepEqual(await driver.counters(['up', 'down']), [-largest, -largest]);
    },
  },
  {
    name: 'L4 counters, keys and logs of one name are three things',
    run: async (bench) => {
      const driver = await bench.open();
      const version = await commitOk(driver, {
        adds: [{ counter: 'x', delta: 2 }],
        puts: [{ key: 'x', value: '1' }],
        appends: [{ log: 'x', value: '3' }],
      });
      await commitOk(driver, { deletes: ['x'], checks: [{ key: 'x', version }] });
      assert.deepEqual(await driver.counters(['x']), [2]);
      assert.deepEqual(await driver.head('x'), { first: 1, last: 1 });
    },
  },
  {
    name: 'L4 a commit of 126 adds is taken whole, or refused whole for the last of them',
    run: async (bench) => {
      const driver = await bench.open();
      const names = Array.from({ length: 126 }, (_, index) => `n/${index}`);
      const adds = names.map((counter, index) => ({ counter, delta: index + 1, max: 2 * (index + 1) }));
      const wanted = names.map((_, index) => index + 1);
      const fence = (version: number) => ({
        checks: [{ key: 'k', version }],
        puts: [{ key: 'k', value: '0' }],
      });
      const first = await commitOne(driver, { ...fence(0), adds });
      assert.equal(first.ok, true);
      assert.deepEqual(await driver.counters(names), wanted);
      const last = { counter: 'n/125', delta: 127 };
      const refused = await commitOne(driver, {
        ...fence(first.ok ? first.version : 0),
        adds: [...adds.slice(0, 125), { ...last, max: 252 }],
      });
      assert.deepEqual(refused, { ok: false, reason: 'bound', counter: 'n/125', value: 126 });
      assert.deepEqual(await driver.counters(names), wanted);
    },
  },
];
