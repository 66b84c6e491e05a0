import type { Clock, Store } from '@tradewarden/core';
import { openPostgresStore } from '@tradewarden/store-postgres';
import { openSqliteStore } from '@tradewarden/store-sqlite';

/** A path is SQLite, a URL PostgreSQL. Patient, since a busy machine runs several processes on two cores. */
export const openProcessStore = (location: string, clock: Clock): Promise<Store> =>
  location.startsWith('postgres')
    ? openPostgresStore({ url: location, clock, deadlineMs: 60_000 })
    : openSqliteStore({ path: location, clock, deadlineMs: 60_000 });
