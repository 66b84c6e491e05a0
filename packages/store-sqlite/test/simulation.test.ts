import { runSharedSimulations, runsOf } from '@tradewarden/testing';
import { join } from 'node:path';
import { test } from 'vitest';
import { sqliteDriver } from '../src/sqlite-driver.ts';
import { temporaryDirectory } from './temporary-directory.ts';

test('no invariant breaks over SQLite, whatever fails', { timeout: 3_600_000 }, async () => {
  const path = join(temporaryDirectory(), 'simulated.db');
  await runSharedSimulations({ seeds: runsOf(60), open: (clock) => sqliteDriver({ path, clock }) });
});
