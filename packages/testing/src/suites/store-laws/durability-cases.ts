import assert from 'node:assert/strict';
import { type StoreDriver, StoreUnavailableError } from '@tradewarden/core';
import { commitOk, commitOne, entryOf, type StoreCase } from '../store-bench.ts';

/** What became of a commit: its result, or the error it ended with. */
type Outcome = { readonly ok: boolean } | { readonly error: unknown };

async function outcomeOf(driver: StoreDriver, index: number): Promise<Outcome> {
  const commit = commitOne(driver, {
    adds: [{ counter: `n/${index}`, delta: 1 }],
    puts: [{ key: `k/${index}`, value: '1' }],
    appends: [{ log: `l/${index}`, value: '1' }],
  });
  return commit.catch((error: unknown) => ({ error }));
}

/** L8 what is acknowledged stays, L13 what is unknown is whole or absent. */
export const durabilityCases: readonly StoreCase[] = [
  {
    name: 'L8 says how durable and how far shared it is',
    run: async (bench) => {
      const { description, specification } = await bench.open();
      assert.equal(specification, 'store/v1');
      assert.ok(['none', 'process', 'host', 'replicated'].includes(description.durability));
      assert.ok(['process', 'host', 'network'].includes(description.sharing));
      assert.equal(description.durability === 'none', !bench.durable);
      assert.ok(description.parallelCommits >= 1 && description.maximumBatch >= 1 && description.schema >= 1);
      assert.ok(description.name !== '' && description.engineVersion !== '' && description.location !== '');
    },
  },
  {
    name: 'L8 data outlive the closing of every handle, where the driver says so',
    run: async (bench) => {
      const first = await bench.open();
      const version = await commitOk(first, {
        adds: [{ counter: 'n', delta: 7 }],
        puts: [
          { key: 'a', value: '"kept"' },
          { key: 'soon', value: '1', ttlMs: 1000 },
        ],
        appends: [{ log: 'l', value: '"entry"' }],
      });
      if (!bench.durable) return bench.skip('keeps nothing');
      await bench.close(first);
      const second = await bench.open();
      assert.deepEqual(await entryOf(second, 'a'), { key: 'a', value: '"kept"', version });
      assert.deepEqual(await second.counters(['n']), [7]);
      assert.deepEqual(await second.read('l', { after: 0, limit: 9 }), [{ sequence: 1, value: '"entry"' }]);
      const later = await commitOk(second, {
        puts: [{ key: 'a', value: '2' }],
        appends: [{ log: 'l', value: '2' }],
      });
      assert.notEqual(later, version);
      assert.equal((await second.head('l')).last, 2);
      bench.clock.advance(1000);
      assert.equal(await entryOf(second, 'soon'), null);
    },
  },
  {
    name: 'L13 a commit that meets close is answered or fails; what is not answered is whole or absent',
    run: async (bench) => {
      const driver = await bench.open();
      const survivor = await bench.open();
      const commits = Array.from({ length: 20 }, async (_, index) => outcomeOf(driver, index));
      await bench.close(driver);
      for (const [index, outcome] of (await Promise.all(commits)).entries()) {
        const parts = [
          (await entryOf(survivor, `k/${index}`)) === null ? 0 : 1,
          ...(await survivor.counters([`n/${index}`])),
          (await survivor.head(`l/${index}`)).last,
        ];
        assert.equal(new Set(parts).size, 1, `commit ${index} was applied in part: ${parts.join(', ')}`);
        if ('ok' in outcome) assert.equal(parts[0], 1, `commit ${index} was acknowledged and is gone`);
        else if (StoreUnavailableError.isInstance(outcome.error)) assert.equal(parts[0], 0);
      }
    },
  },
];
