import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@tradewarden/testing/postgres';
import { afterAll, beforeAll } from 'vitest';

export interface ProcessEngines {
  /** An empty directory, gone after the tests of the file. */
  readonly directory: () => string;
  /** By name, with a new empty place each time: a file, or a database of one server. */
  readonly engines: readonly (readonly [string, () => Promise<string>])[];
}

/** What several processes can share, for the tests of one file. */
export function processEngines(): ProcessEngines {
  const root = mkdtempSync(join(tmpdir(), 'tradewarden-processes-'));
  let server: Awaited<ReturnType<typeof startPostgres>> | undefined;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(root, { recursive: true });
  }, 60_000);
  const directory = (): string => mkdtempSync(join(root, 'd-'));
  return {
    directory,
    engines: [
      ['SQLite', async () => join(directory(), 'store.db')],
      ['PostgreSQL', async () => (await server?.createDatabase()) ?? ''],
    ],
  };
}
