import { openStore, type Store } from '@tradewarden/core';
import { postgresDriver, type PostgresDriverOptions } from './postgres-driver.ts';

export interface PostgresStoreOptions extends PostgresDriverOptions {
  /** How long one call may take; default 5,000 ms. Keep the limits of the server below it: their answers are certain. */
  readonly deadlineMs?: number;
}

/** Durable state in one PostgreSQL database, for any number of hosts. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const {
    deadlineMs = 5000,
    statementTimeoutMs = deadlineMs * 0.9,
    lockTimeoutMs = deadlineMs * 0.6,
  } = options;
  const driver = await postgresDriver({ ...options, statementTimeoutMs, lockTimeoutMs });
  return openStore(driver, { ...options, deadlineMs });
}
