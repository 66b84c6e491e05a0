import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreDriver } from '@tradewarden/core';
import { commitOk, type StoreCase } from '../store-bench.ts';

const rounds = 120;
const keys = ['x', 'y', 'z'];

/** Reads through one handle while another writes, until all is written. */
async function readWhileWriting(
  writeRound: (round: number) => Promise<unknown>,
  read: () => Promise<unknown>,
): Promise<void> {
  const writing = new AbortController();
  const write = async (): Promise<void> => {
    try {
      for (let round = 1; round <= rounds; round += 1) await writeRound(round);
    } finally {
      writing.abort();
    }
  };
  const follow = async (): Promise<void> => {
    for (; !writing.signal.aborted; await nextTurn()) await read();
  };
  await Promise.all([write(), follow()]);
}

const assertSame = (values: readonly unknown[]): void => {
  assert.equal(new Set(values).size, 1, `half of a commit was read: ${JSON.stringify(values)}`);
};

/** L7: a read shows one moment. */
export const snapshotCases: readonly StoreCase[] = [
  {
    name: 'L7 get never shows half of a commit',
    run: async (bench) => {
      const [writer, reader] = (await bench.openSeveral(2)) as readonly [StoreDriver, StoreDriver];
      await readWhileWriting(
        async (round) => commitOk(writer, { puts: keys.map((key) => ({ key, value: String(round) })) }),
        async () => assertSame((await reader.get(keys)).map((entry) => entry?.value)),
      );
    },
  },
  {
    name: 'L7 counters never show half of a commit',
    run: async (bench) => {
      const [writer, reader] = (await bench.openSeveral(2)) as readonly [StoreDriver, StoreDriver];
      await readWhileWriting(
        async () => commitOk(writer, { adds: keys.map((counter) => ({ counter, delta: 1 })) }),
        async () => assertSame(await reader.counters(keys)),
      );
    },
  },
  {
    name: 'L7 a scan never shows half of a commit',
    run: async (bench) => {
      const [writer, reader] = (await bench.openSeveral(2)) as readonly [StoreDriver, StoreDriver];
      await readWhileWriting(
        async (round) =>
          commitOk(writer, { puts: keys.map((key) => ({ key: `s/${key}`, value: String(round) })) }),
        async () => {
          const entries = await reader.scan({ prefix: 's/', limit: 9 });
          if (entries.length > 0) assertSame(entries.map(({ version }) => version));
          assert.ok(entries.length === 0 || entries.length === keys.length);
        },
      );
    },
  },
  {
    name: 'L7 an acknowledged commit is seen by every handle at once',
    run: async (bench) => {
      const handles = await bench.openSeveral(3);
      for (let round = 0; round < 30; round += 1) {
        const writer = handles[round % handles.length] ?? handles[0];
        await commitOk(writer, { puts: [{ key: 'a', value: String(round) }] });
        for (const driver of handles) assert.equal((await driver.get(['a']))[0]?.value, String(round));
      }
    },
  },
];
