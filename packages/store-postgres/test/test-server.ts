import { startPostgres, type TestPostgres } from '@tradewarden/testing/postgres';
import { afterAll, beforeAll, vi } from 'vitest';

export interface TestServer {
  readonly server: TestPostgres;
  /** URL of a new, empty database. */
  database(): Promise<string>;
}

/** One server for the tests of a file; it can be killed when `own`, and has `settings` of its own. */
export function testServer(options: Parameters<typeof startPostgres>[0] = {}): TestServer {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
  let running: TestPostgres | undefined;
  beforeAll(async () => {
    running = await startPostgres(options);
  });
  afterAll(async () => running?.stop());
  const server = (): TestPostgres => {
    if (running === undefined) throw new Error('the server runs inside tests only');
    return running;
  };
  return {
    get server() {
      return server();
    },
    database: async () => server().createDatabase(),
  };
}
