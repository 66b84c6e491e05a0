import { runsOf } from '@tradewarden/testing';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../src/index.ts';
import { CommitterProcess } from './committer-process.ts';
import { readBooks, sumOf } from './read-books.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const directory = temporaryDirectory();
const minutes = 60_000;

describe('several processes on one file', () => {
  test(
    'three fill a hot counter to its cap and never above, from an empty file on',
    { timeout: 2 * minutes },
    async () => {
      const path = join(directory, 'shared.db');
      const cap = 12_000;
      const processes = ['a', 'b', 'c'].map((name) => new CommitterProcess(path, name, cap));
      await Promise.all(processes.map(async (child) => child.started()));
      const store = await openSqliteStore({ path });
      const samples: number[] = [];
      const finished = Promise.all(processes.map(async (child) => child.finished()));
      for (let isDone = false; !isDone;) {
        samples.push((await store.counters(['total']))[0] ?? 0);
        isDone = await Promise.race([finished.then(() => true), wait(5, false)]);
      }
      const books = await readBooks(store);
      await store.close();
      expect(Math.max(...samples)).toBeLessThanOrEqual(cap);
      expect(books.total).toBe(cap);
      expect(sumOf(books.records.values())).toBe(cap);
      expect(books.audit).toEqual(books.records);
      const acknowledged = processes.flatMap((child) => child.acknowledged);
      expect(acknowledged).toHaveLength(books.records.size);
      expect(Math.min(...processes.map((child) => child.acknowledged.length))).toBeGreaterThan(0);
    },
  );

  test(
    'a SIGKILL loses no acknowledged commit and leaves no half of one',
    { timeout: 30 * minutes },
    async () => {
      const path = join(directory, 'killed.db');
      const acknowledged: { readonly key: string; readonly amount: number }[] = [];
      const kills = runsOf(10);
      let survivor = new CommitterProcess(path, 'run0', Number.MAX_SAFE_INTEGER);
      await survivor.started();
      for (let kill = 1; kill <= kills; kill += 1) {
        const next = new CommitterProcess(path, `run${kill}`, Number.MAX_SAFE_INTEGER);
        await next.started();
        await wait(Math.random() * 60);
        await survivor.kill();
        acknowledged.push(...survivor.acknowledged);
        survivor = next;
      }
      await survivor.kill();
      acknowledged.push(...survivor.acknowledged);

      const store = await openSqliteStore({ path });
      const books = await readBooks(store);
      const runs = Array.from({ length: kills + 1 }, (_, index) => `by/run${index}`);
      const byRun = await store.counters(runs);
      await store.close();
      expect(acknowledged.length).toBeGreaterThan(kills);
      const lost = acknowledged.filter(({ key, amount }) => books.records.get(key) !== amount);
      expect(lost).toEqual([]);
      expect(books.audit).toEqual(books.records);
      expect(books.auditLength).toBe(books.records.size);
      expect(books.total).toBe(sumOf(books.records.values()));
      expect(sumOf(byRun)).toBe(books.total);
    },
  );
});
