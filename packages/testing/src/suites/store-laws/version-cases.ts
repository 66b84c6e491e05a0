import assert from 'node:assert/strict';
import { commitOk, commitOne, entryOf, type StoreCase } from '../store-bench.ts';

/** L3: versions tell every state of a key from every other, for ever. */
export const versionCases: readonly StoreCase[] = [
  {
    name: 'L3 what was never written is absent, and absent is version 0',
    run: async (bench) => {
      const driver = await bench.open();
      assert.deepEqual(await driver.get(['a', 'b']), [null, null]);
      assert.deepEqual(await driver.get([]), []);
      const create = { checks: [{ key: 'a', version: 0 }], puts: [{ key: 'a', value: '1' }] };
      const version = await commitOk(driver, create);
      assert.ok(version > 0, 'a version is never 0');
      assert.deepEqual(await driver.get(['b', 'a']), [null, { key: 'a', value: '1', version }]);
      assert.deepEqual(await commitOne(driver, create), { ok: false, reason: 'conflict', key: 'a', version });
    },
  },
  {
    name: 'L3 a check passes for the version read, and only until the next put',
    run: async (bench) => {
      const driver = await bench.open();
      const first = await commitOk(driver, { puts: [{ key: 'a', value: '1' }] });
      const replace = { checks: [{ key: 'a', version: first }], puts: [{ key: 'a', value: '2' }] };
      const second = await commitOk(driver, replace);
      assert.notEqual(second, first);
      assert.deepEqual(await commitOne(driver, replace), {
        ok: false,
        reason: 'conflict',
        key: 'a',
        version: second,
      });
    },
  },
  {
    name: 'L3 a put of the same value is a new version',
    run: async (bench) => {
      const driver = await bench.open();
      const first = await commitOk(driver, { puts: [{ key: 'a', value: '1' }] });
      assert.notEqual(await commitOk(driver, { puts: [{ key: 'a', value: '1' }] }), first);
    },
  },
  {
    name: 'L3 a version is never used again for a key, after deletes and expiries neither',
    run: async (bench) => {
      const driver = await bench.open();
      const seen = new Set<number>();
      for (let round = 0; round < 6; round += 1) {
        seen.add(await commitOk(driver, { puts: [{ key: 'a', value: '1' }] }));
        await commitOk(driver, { deletes: ['a'] });
        seen.add(await commitOk(driver, { puts: [{ key: 'a', value: '1', ttlMs: 10 }] }));
        bench.clock.advance(10);
        await commitOk(driver, { puts: [{ key: 'other', value: '1' }] });
      }
      assert.equal(seen.size, 12);
    },
  },
  {
    name: 'L3 all puts of one commit carry the version that the commit answers',
    run: async (bench) => {
      const driver = await bench.open();
      const puts = ['a', 'b', 'c'].map((key) => ({ key, value: '1' }));
      const version = await commitOk(driver, { puts });
      const entries = await driver.get(['a', 'b', 'c']);
      assert.deepEqual(
        entries.map((entry) => entry?.version),
        [version, version, version],
      );
    },
  },
  {
    name: 'L3 a delete makes absent; deleting what is absent does nothing',
    run: async (bench) => {
      const driver = await bench.open();
      const version = await commitOk(driver, { puts: [{ key: 'a', value: '1' }] });
      await commitOk(driver, { checks: [{ key: 'a', version }], deletes: ['a', 'never'] });
      assert.equal(await entryOf(driver, 'a'), null);
      assert.equal((await commitOne(driver, { checks: [{ key: 'a', version }] })).ok, false);
      assert.ok((await commitOne(driver, { checks: [{ key: 'a', version: 0 }] })).ok);
    },
  },
  {
    name: 'L3 keys are told apart by every character, and may be 400 long',
    run: async (bench) => {
      const driver = await bench.open();
      const keys = [
        'k',
        'K',
        "k'",
        'k"',
        'k\\',
        'k%',
        'k_',
        'k/',
        'k:',
        'k{}',
        'k'.repeat(400),
        `${'k'.repeat(399)}K`,
      ];
      for (const [index, key] of keys.entries())
        await commitOk(driver, { puts: [{ key, value: String(index) }] });
      const entries = await driver.get(keys);
      assert.deepEqual(
        entries.map((entry) => entry?.value),
        keys.map((_, index) => String(index)),
      );
    },
  },
];
