import assert from 'node:assert/strict';
import type { StoreDriver } from '@tradewarden/core';
import { commitOk, driverCommit, type StoreCase } from '../store-bench.ts';

async function putAll(driver: StoreDriver, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += 60) {
    await commitOk(driver, { puts: keys.slice(from, from + 60).map((key) => ({ key, value: '1' })) });
  }
}

async function keysOf(
  driver: StoreDriver,
  prefix: string,
  after?: string,
  limit = 99,
): Promise<readonly string[]> {
  const query = after === undefined ? { prefix, limit } : { prefix, after, limit };
  return (await driver.scan(query)).map(({ key }) => key);
}

/** L11: byte order, exact prefixes, an exclusive start. */
export const scanCases: readonly StoreCase[] = [
  {
    name: 'L11 scans in byte order',
    run: async (bench) => {
      const driver = await bench.open();
      const keys = ['~', 'z', 'a', 'Z', 'A', '_', '0', '9', '10', '/', '!', 'a!', 'aa', 'a~', ':', '-'];
      await putAll(driver, keys);
      assert.deepEqual(await keysOf(driver, ''), keys.toSorted(byCodeUnit));
    },
  },
  {
    name: 'L11 a prefix is exact, and holds no wildcard',
    run: async (bench) => {
      const driver = await bench.open();
      await putAll(driver, ['p', 'p/', 'p/a', 'p/~', 'p/~~', 'p.', 'p0', 'P/a', 'q/a', 'p%', 'p_', 'pxx']);
      assert.deepEqual(await keysOf(driver, 'p/'), ['p/', 'p/a', 'p/~', 'p/~~']);
      assert.deepEqual(await keysOf(driver, 'p/~'), ['p/~', 'p/~~']);
      assert.deepEqual(await keysOf(driver, 'p%'), ['p%']);
      assert.deepEqual(await keysOf(driver, 'p_'), ['p_']);
      assert.deepEqual(await keysOf(driver, 'nothing'), []);
    },
  },
  {
    name: 'L11 starts after a key, whether it exists or not, and stops at the limit',
    run: async (bench) => {
      const driver = await bench.open();
      await putAll(driver, ['k/a', 'k/b', 'k/c', 'k/d', 'l']);
      assert.deepEqual(await keysOf(driver, 'k/', 'k/b'), ['k/c', 'k/d']);
      assert.deepEqual(await keysOf(driver, 'k/', 'k/bb'), ['k/c', 'k/d']);
      assert.deepEqual(await keysOf(driver, 'k/', 'a', 2), ['k/a', 'k/b']);
      assert.deepEqual(await keysOf(driver, 'k/', 'k/d'), []);
      assert.deepEqual(await keysOf(driver, 'k/', 'zzz'), []);
    },
  },
  {
    name: 'L11 gives values and versions that checks accept',
    run: async (bench) => {
      const driver = await bench.open();
      const version = await commitOk(driver, { puts: [{ key: 'k', value: '{"a":1}' }] });
      assert.deepEqual(await driver.scan({ prefix: 'k', limit: 1 }), [
        { key: 'k', value: '{"a":1}', version },
      ]);
    },
  },
  {
    name: 'L11 pages through 10,000 keys, each once',
    run: async (bench) => {
      const driver = await bench.open();
      const keys = Array.from({ length: 10_000 }, (_, index) => `k/${String(index).padStart(5, '0')}`);
      for (let from = 0; from < keys.length; from += 64 * 50)
        await driver.commit(
          Array.from({ length: 50 }, (_, part) => keys.slice(from + part * 64, from + (part + 1) * 64))
            .filter((some) => some.length > 0)
            .map((some) => driverCommit({ puts: some.map((key) => ({ key, value: '1' })) })),
        );
      const seen: string[] = [];
      for (let page = await keysOf(driver, 'k/', undefined, 1000); page.length > 0 && seen.length < 11_000;) {
        seen.push(...page);
        page = await keysOf(driver, 'k/', page.at(-1), 1000);
      }
      assert.deepEqual(seen, keys);
      assert.equal((await keysOf(driver, 'k/', undefined, 10_000)).length, 10_000);
    },
  },
  {
    name: 'L11 pages through 600 keys while some of them go',
    run: async (bench) => {
      const driver = await bench.open();
      const keys = Array.from({ length: 600 }, (_, index) => `k/${String(index).padStart(4, '0')}`);
      await putAll(driver, keys.toReversed());
      const seen: string[] = [];
      for (let page = await keysOf(driver, 'k/', undefined, 50); page.length > 0 && seen.length < 700;) {
        seen.push(...page);
        const last = page.at(-1) ?? '';
        await commitOk(driver, { deletes: [last] });
        page = await keysOf(driver, 'k/', last, 50);
      }
      assert.deepEqual(seen, keys);
    },
  },
];

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : 1);
