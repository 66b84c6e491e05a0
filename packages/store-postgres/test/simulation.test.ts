import { runSharedSimulations, runsOf } from '@tradewarden/testing';
import { test } from 'vitest';
import { postgresDriver } from '../src/postgres-driver.ts';
import { testServer } from './test-server.ts';

const servers = testServer();

test('no invariant breaks over PostgreSQL, whatever fails', { timeout: 3_600_000 }, async () => {
  const url = await servers.database();
  await runSharedSimulations({ seeds: runsOf(40), open: (clock) => postgresDriver({ url, clock }) });
});
