/** A PostgreSQL server for tests. `await using server = await startPostgres()` stops it whatever the test does. */
export interface TestPostgres extends AsyncDisposable {
  /** Of the database `postgres`, as superuser. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** False for the server that `TRADEWARDEN_TEST_POSTGRES` names: it cannot be killed or restarted. */
  readonly isOwn: boolean;
  /** Makes an empty database and gives its URL; a name is made up when none is given. */
  createDatabase(name?: string): Promise<string>;
  /** Ends the server and removes its files; of a server that is not our own, the databases made here. */
  stop(): Promise<void>;
  /** Ends the server at once, as `pg_ctl stop -m immediate` does: the next start recovers from the log. */
  kill(): Promise<void>;
  /** Starts the server again on the same files and port, ending it in order first when it runs. */
  restart(): Promise<void>;
}
