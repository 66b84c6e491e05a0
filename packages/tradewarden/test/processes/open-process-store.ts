import { type Clock, openStore, type Store, type StoreDriver } from '@tradewarden/core';
import { postgresDriver } from '@tradewarden/store-postgres';
import { sqliteDriver } from '@tradewarden/store-sqlite';

/** Patient, since a busy machine runs several processes on two cores. */
const deadlineMs = 60_000;
const waitMs = 50_000;
const limits = { connectTimeoutMs: waitMs, statementTimeoutMs: waitMs, lockTimeoutMs: waitMs };

/** A path is SQLite, a URL PostgreSQL. `change` stands between the driver and the store. */
export async function openProcessStore(
  location: string,
  clock: Clock,
  change = (driver: StoreDriver): StoreDriver => driver,
): Promise<Store> {
  const driver = location.startsWith('postgres')
    ? await postgresDriver({ url: location, clock, ...limits })
    : await sqliteDriver({ path: location, clock, lockWaitMs: waitMs });
  return openStore(change(driver), { clock, deadlineMs });
}
