import { openStore, type Store } from '@tradewarden/core';
import { sqliteDriver, type SqliteDriverOptions } from './sqlite-driver.ts';

export interface SqliteStoreOptions extends SqliteDriverOptions {
  /** How long one call may take; default 5,000 ms, of which nine tenths may go into waiting for another process. */
  readonly deadlineMs?: number;
}

/** Durable state in one SQLite file, for one host and any number of its processes. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { deadlineMs = 5000, lockWaitMs = deadlineMs * 0.9 } = options;
  const driver = await sqliteDriver({ ...options, lockWaitMs });
  return openStore(driver, { ...options, deadlineMs });
}
