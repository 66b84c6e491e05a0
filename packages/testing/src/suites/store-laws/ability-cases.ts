import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type StoreAbility, type StoreDriver, StoreUnavailableError } from '@tradewarden/core';
import { commitOk, type StoreBench, type StoreCase } from '../store-bench.ts';

const abilities: readonly StoreAbility[] = ['claim', 'watch', 'trim', 'backup'];

async function append(driver: StoreDriver, log: string, count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1)
    await commitOk(driver, { appends: [{ log, value: String(index) }] });
}

const sequences = async (driver: StoreDriver, log: string, after = 0): Promise<readonly number[]> =>
  (await driver.read(log, { after, limit: 99 })).map(({ sequence }) => sequence);

/** Runs with a new directory that is gone afterwards. */
async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-suite-'));
  try {
    await run(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** While commits go on that change two keys together, makes a copy. */
async function copyUnderWriters(bench: StoreBench, driver: StoreDriver, file: string): Promise<void> {
  const writer = await bench.open();
  const copied = new AbortController();
  const write = async (): Promise<void> => {
    for (let round = 1; !copied.signal.aborted; round += 1) {
      const value = String(round);
      await commitOk(writer, {
        puts: [
          { key: 'x', value },
          { key: 'y', value },
        ],
        adds: [{ counter: 'n', delta: 1 }],
        appends: [{ log: 'l', value }],
      });
      await nextTurn();
    }
  };
  const copy = async (): Promise<void> => {
    try {
      await driver.backup?.(file);
    } finally {
      copied.abort();
    }
  };
  await Promise.all([write(), copy()]);
}

/** A0 what a driver says it can do, A2 trimming, A3 hints, A4 copies. A driver without an ability passes its cases. */
export const abilityCases: readonly StoreCase[] = [
  {
    name: 'A0 abilities are there exactly as declared',
    run: async (bench) => {
      const driver = await bench.open();
      for (const ability of abilities) {
        const isDeclared = driver.description.abilities.includes(ability);
        assert.equal(typeof driver[ability] === 'function', isDeclared, ability);
      }
    },
  },
  {
    name: 'A2 trimming forgets the start of one log, and sequences go on, for every handle',
    run: async (bench) => {
      const [driver, other] = (await bench.openSeveral(2)) as readonly [StoreDriver, StoreDriver];
      if (driver.trim === undefined) return bench.skip('no trim');
      await append(driver, 'l', 6);
      await append(driver, 'k', 3);
      for (const times of [1, 2]) {
        await driver.trim('l', 4);
        assert.deepEqual(await sequences(other, 'l'), [5, 6], `trimmed ${times} times`);
        assert.deepEqual(await other.head('l'), { first: 5, last: 6 });
      }
      await driver.trim('l', 2);
      assert.deepEqual(await sequences(other, 'l', 5), [6]);
      await append(other, 'l', 1);
      assert.deepEqual(await sequences(driver, 'l'), [5, 6, 7]);
      assert.deepEqual(await sequences(driver, 'k'), [1, 2, 3]);
    },
  },
  {
    name: 'A2 a log that is trimmed to its end, or further, goes on where it was',
    run: async (bench) => {
      const driver = await bench.open();
      if (driver.trim === undefined) return bench.skip('no trim');
      await append(driver, 'l', 3);
      await driver.trim('l', 9);
      assert.deepEqual(await driver.head('l'), { first: 4, last: 3 });
      assert.deepEqual(await sequences(driver, 'l'), []);
      await append(driver, 'l', 1);
      assert.deepEqual(await sequences(driver, 'l'), [4]);
      await driver.trim('never', 5);
      assert.deepEqual(await driver.head('never'), { first: 1, last: 0 });
    },
  },
  {
    name: 'A3 a hint may come or not, disturbs nothing, and never comes after it was given up',
    run: async (bench) => {
      const [driver, other] = (await bench.openSeveral(2)) as readonly [StoreDriver, StoreDriver];
      let hints = 0;
      const stop = driver.watch?.(() => {
        hints += 1;
      });
      if (stop === undefined) return bench.skip('no watch');
      assert.equal(hints, 0, 'no hint before watch() has returned');
      for (let index = 0; index < 5; index += 1)
        await commitOk(other, { puts: [{ key: `a/q/r/${index}`, value: '1' }] });
      assert.equal((await driver.scan({ prefix: 'a/q/', limit: 9 })).length, 5);
      stop();
      stop();
      const before = hints;
      await commitOk(other, { puts: [{ key: 'a/q/r/9', value: '1' }] });
      for (let turn = 0; turn < 200; turn += 1) await nextTurn();
      assert.equal(hints, before, 'a hint after it was given up');
    },
  },
  {
    name: 'A4 a copy is one moment of everything, made while commits go on',
    run: async (bench) => {
      const driver = await bench.open();
      if (driver.backup === undefined) return bench.skip('no backup');
      await inDirectory(async (directory) => {
        const file = join(directory, 'copy');
        await commitOk(driver, {
          puts: [{ key: 'first', value: '"kept"' }],
          appends: [{ log: 'l', value: '0' }],
        });
        await copyUnderWriters(bench, driver, file);
        assert.ok(existsSync(file));
        const copy = await bench.openCopy(file);
        if (copy === undefined) return bench.skip('copies are made and not looked into');
        const [first, x, y] = await copy.get(['first', 'x', 'y']);
        const round = Number(x?.value ?? 0);
        assert.equal(first?.value, '"kept"');
        assert.equal(Number(y?.value ?? 0), round, 'half of a commit was copied');
        assert.deepEqual(await copy.counters(['n']), [round]);
        assert.equal((await copy.head('l')).last, round + 1);
      });
    },
  },
  {
    name: 'A4 a copy never replaces a file',
    run: async (bench) => {
      const driver = await bench.open();
      const { backup } = { backup: driver.backup?.bind(driver) };
      if (backup === undefined) return bench.skip('no backup');
      await inDirectory(async (directory) => {
        const file = join(directory, 'precious');
        writeFileSync(file, 'precious');
        await assert.rejects(backup(file), (error) => StoreUnavailableError.isInstance(error));
        assert.equal(readFileSync(file, 'utf8'), 'precious');
      });
    },
  },
];
