import assert from 'node:assert/strict';
import { commitOk, commitOne, entryOf, type StoreCase } from '../store-bench.ts';

/** L10: a key with a time to live is there before its moment and nowhere from it on. */
export const expiryCases: readonly StoreCase[] = [
  {
    name: 'L10 a key is there until its time, and gone at it, for every handle',
    run: async (bench) => {
      const [driver, other] = await bench.openSeveral(2);
      await commitOk(driver, { puts: [{ key: 'a', value: '1', ttlMs: 1000 }] });
      bench.clock.advance(999);
      assert.equal((await entryOf(driver, 'a'))?.value, '1');
      bench.clock.advance(1);
      for (const handle of [driver, other ?? driver]) assert.equal(await entryOf(handle, 'a'), null);
    },
  },
  {
    name: 'L10 checks and scans do not see an expired key',
    run: async (bench) => {
      const driver = await bench.open();
      const version = await commitOk(driver, {
        puts: [
          { key: 'd/1', value: '1', ttlMs: 50 },
          { key: 'd/2', value: '2' },
        ],
      });
      bench.clock.advance(50);
      const entries = await driver.scan({ prefix: 'd/', limit: 9 });
      assert.deepEqual(
        entries.map(({ key }) => key),
        ['d/2'],
      );
      const stale = await commitOne(driver, { checks: [{ key: 'd/1', version }] });
      assert.deepEqual(stale, { ok: false, reason: 'conflict', key: 'd/1', version: 0 });
      await commitOk(driver, { checks: [{ key: 'd/1', version: 0 }], puts: [{ key: 'd/1', value: '3' }] });
      assert.equal((await entryOf(driver, 'd/1'))?.value, '3');
    },
  },
  {
    name: 'L10 a put without a time to live clears the old one; a put with one starts it anew',
    run: async (bench) => {
      const driver = await bench.open();
      const puts = ['kept', 'renewed'].map((key) => ({ key, value: '1', ttlMs: 50 }));
      await commitOk(driver, { puts });
      bench.clock.advance(40);
      await commitOk(driver, {
        puts: [
          { key: 'kept', value: '2' },
          { key: 'renewed', value: '2', ttlMs: 50 },
        ],
      });
      bench.clock.advance(49);
      assert.notEqual(await entryOf(driver, 'renewed'), null);
      bench.clock.advance(1);
      assert.equal(await entryOf(driver, 'renewed'), null);
      bench.clock.advance(86_400_000);
      assert.equal((await entryOf(driver, 'kept'))?.value, '2');
    },
  },
  {
    name: 'L10 a scan fills its page past expired keys',
    run: async (bench) => {
      const driver = await bench.open();
      for (let index = 0; index < 20; index += 1) {
        const key = `k/${String(index).padStart(2, '0')}`;
        const put = index % 2 === 0 ? { key, value: '1', ttlMs: 5 } : { key, value: '1' };
        await commitOk(driver, { puts: [put] });
      }
      bench.clock.advance(5);
      assert.equal((await driver.scan({ prefix: 'k/', limit: 10 })).length, 10);
    },
  },
  {
    name: 'L10 thousands of expired keys do not disturb the rest',
    run: async (bench) => {
      const driver = await bench.open();
      for (let batch = 0; batch < 20; batch += 1) {
        const puts = Array.from({ length: 60 }, (_, index) => ({
          key: `e/${batch}/${index}`,
          value: '1',
          ttlMs: 5,
        }));
        await commitOk(driver, { puts });
      }
      await commitOk(driver, { puts: [{ key: 'e/live', value: '1' }] });
      bench.clock.advance(5);
      const absent = Array.from({ length: 60 }, (_, index) => ({
        key: `e/${index % 20}/${index}`,
        version: 0,
      }));
      await commitOk(driver, { checks: absent });
      for (let round = 0; round < 15; round += 1)
        await commitOk(driver, { puts: [{ key: 'x', value: '1' }] });
      const entries = await driver.scan({ prefix: '', limit: 9 });
      assert.deepEqual(
        entries.map(({ key }) => key),
        ['e/live', 'x'],
      );
    },
  },
];
