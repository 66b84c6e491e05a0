import assert from 'node:assert/strict';
import type { DriverCommit, StoreDriver } from '@tradewarden/core';
import { commitOk, commitOne, driverCommit, entryOf, type StoreCase } from '../store-bench.ts';

const times = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

/** Spreads `count` calls over the handles and runs them at once. */
async function race<T>(
  handles: readonly StoreDriver[],
  count: number,
  call: (driver: StoreDriver, index: number) => Promise<T>,
): Promise<readonly T[]> {
  const runs = times(Math.ceil(count / handles.length)).flatMap((round) =>
    handles.map(async (driver, index) => call(driver, round * handles.length + index)),
  );
  return Promise.all(runs);
}

async function increment(driver: StoreDriver): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt += 1) {
    const entry = await entryOf(driver, 'a');
    const next = String(Number(entry?.value ?? 0) + 1);
    const checks = [{ key: 'a', version: entry?.version ?? 0 }];
    if ((await commitOne(driver, { checks, puts: [{ key: 'a', value: next }] })).ok) return;
  }
  assert.fail('a read-modify-write never passed');
}

/** One commit for each name, all of them writing all counters and logs in the order given. */
const batchOf = (order: readonly string[]): readonly DriverCommit[] =>
  order.map((name) =>
    driverCommit({
      adds: order.map((counter) => ({ counter, delta: 1 })),
      puts: [{ key: name, value: '1' }],
      appends: order.map((log) => ({ log, value: '1' })),
    }),
  );

/** L2 as if one after the other, L9 no deadlock and no starvation. */
export const contentionCases: readonly StoreCase[] = [
  {
    name: 'L2 of 42 that create one key through three handles one wins',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      const results = await race(handles, 42, async (driver, index) =>
        commitOne(driver, { checks: [{ key: 'a', version: 0 }], puts: [{ key: 'a', value: String(index) }] }),
      );
      const winners = results.flatMap(({ ok }, index) => (ok ? [String(index)] : []));
      assert.equal(winners.length, 1);
      const byHandle = await Promise.all(handles.map(async (driver) => (await entryOf(driver, 'a'))?.value));
      assert.deepEqual(new Set(byHandle), new Set(winners));
    },
  },
  {
    name: 'L2 of 60 read-modify-writes through three handles none is lost',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      await race(handles, 60, increment);
      assert.equal((await entryOf(handles[0], 'a'))?.value, '60');
    },
  },
  {
    name: 'L2 checks over two keys exclude write skew',
    run: async (bench) => {
      const [first, second] = await bench.openSeveral(2);
      for (const round of times(10)) {
        const take = async (driver: StoreDriver, mine: string): Promise<void> => {
          const [x, y] = await driver.get([`x/${round}`, `y/${round}`]);
          if (x !== null || y !== null) return;
          const checks = [`x/${round}`, `y/${round}`].map((key) => ({ key, version: 0 }));
          await commitOne(driver, { checks, puts: [{ key: `${mine}/${round}`, value: '1' }] });
        };
        await Promise.all([take(first, 'x'), take(second ?? first, 'y')]);
        const entries = await first.get([`x/${round}`, `y/${round}`]);
        assert.equal(entries.filter((entry) => entry !== null).length, 1);
      }
    },
  },
  {
    name: 'L2 a hot counter is filled to its cap and never above, through three handles',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      const results = await race(handles, 150, async (driver, index) =>
        commitOne(driver, {
          adds: [{ counter: 'n', delta: 1 + (index % 3), max: 100 }],
          appends: [{ log: 'l', value: String(1 + (index % 3)) }],
        }),
      );
      const entries = await handles[0].read('l', { after: 0, limit: 200 });
      const sum = entries.reduce((total, { value }) => total + Number(value), 0);
      assert.equal(entries.length, results.filter(({ ok }) => ok).length);
      assert.deepEqual(await handles[0].counters(['n']), [sum]);
      assert.ok(sum >= 98 && sum <= 100, `filled to ${sum} of 100`);
      for (const result of results) assert.ok(result.ok || result.reason === 'bound');
    },
  },
  {
    name: 'L9 batches that name the same keys in opposite orders do not block each other',
    run: async (bench) => {
      const handles = await bench.openSeveral(2);
      const names = times(8).map((index) => `o/${index}`);
      await race(handles, 20, async (driver, index) =>
        driver.commit(batchOf(index % 2 === 0 ? names : names.toReversed())),
      );
      assert.deepEqual(
        await handles[0].counters(names),
        names.map(() => 160),
      );
      assert.equal((await handles[0].head('o/7')).last, 160);
    },
  },
  {
    name: 'L9 of three busy handles each makes progress',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      const total = 600;
      let done = 0;
      const shares = await Promise.all(
        handles.map(async (driver, index) => {
          let mine = 0;
          for (; done < total; done += 1) {
            await commitOk(driver, {
              adds: [{ counter: 'n', delta: 1 }],
              puts: [{ key: `k/${index}`, value: '1' }],
            });
            mine += 1;
          }
          return mine;
        }),
      );
      const fairness = Math.min(...shares) / Math.max(...shares);
      assert.ok(fairness >= 0.2, `shares of the handles: ${shares.join(', ')}`);
    },
  },
];
