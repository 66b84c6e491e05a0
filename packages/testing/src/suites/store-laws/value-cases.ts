import assert from 'node:assert/strict';
import { commitOk, entryOf, type StoreCase } from '../store-bench.ts';

/** Texts as core sends them: canonical JSON, so control characters are escaped and halves of characters absent. */
const texts: readonly string[] = [
  'null',
  '0',
  '-9007199254740991',
  '9007199254740991',
  '""',
  '[]',
  '{}',
  '"1e21"',
  '"0.10"',
  '{"a":[1,[2,[3,{"b":null}]]],"b":true}',
  '{"price":"64250.00000000","size":"0.00000001"}',
  String.raw`"\u0000\u001f\n\t\\\"/"`,
  '"ünïcödé 日本語 \u2028 \u{1f600} \u{10ffff}"',
  String.raw`"'); DROP TABLE kv; -- $1 ? :a @b %s ${'$'}{x}"`,
  ' "kept as it is" ',
  `"${'x'.repeat(200_000)}"`,
];

/** L12: the text that was stored is the text that comes back, to the byte. */
export const valueCases: readonly StoreCase[] = [
  {
    name: 'L12 texts come back as they were stored, from keys, scans and logs',
    run: async (bench) => {
      const driver = await bench.open();
      for (const [index, value] of texts.entries()) {
        await commitOk(driver, { puts: [{ key: `v/${index}`, value }], appends: [{ log: 'l', value }] });
        assert.equal((await entryOf(driver, `v/${index}`))?.value, value);
        assert.equal((await driver.scan({ prefix: `v/${index}`, limit: 1 }))[0]?.value, value);
      }
      const entries = await driver.read('l', { after: 0, limit: 99 });
      assert.deepEqual(
        entries.map(({ value }) => value),
        texts,
      );
    },
  },
  {
    name: 'L12 takes 128 operations and 256 KiB in one commit',
    run: async (bench) => {
      const driver = await bench.open();
      const value = `"${'y'.repeat(2046)}"`;
      const puts = Array.from({ length: 127 }, (_, index) => ({ key: `k/${index}`, value }));
      await commitOk(driver, { puts, appends: [{ log: 'l', value }] });
      assert.equal((await driver.scan({ prefix: 'k/', limit: 200 })).length, 127);
    },
  },
];
