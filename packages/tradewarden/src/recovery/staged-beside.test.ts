import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemIds } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { stagedBeside } from './staged-beside.ts';

test('what dead processes left on the way is removed, whatever it had come to; what others do stays', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-staged-'));
  const { pid } = spawnSync(process.execPath, ['--version']);
  const [dead, alive] = [pid, process.pid].map((id) => `store.db.restoring-${systemIds.next(String(id))}`);
  const kept = ['store.db', 'store.db.restoring-mine', `other.db.restoring-${pid}`, `${alive}.partial-1`];
  const left = ['', '-wal', '-shm', '.partial-1', '.partial-1-journal'].map((suffix) => `${dead}${suffix}`);
  for (const name of [...kept, ...left]) writeFileSync(join(directory, name), '');
  const staged = stagedBeside(join(directory, 'store.db'));
  expect(readdirSync(directory).toSorted()).toEqual(kept.toSorted());
  expect(staged).toMatch(/store\.db\.restoring-\d+-[0-9a-f-]{36}$/);
  rmSync(directory, { recursive: true });
});
