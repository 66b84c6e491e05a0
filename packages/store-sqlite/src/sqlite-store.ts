import { defineStore, type StoreFactory } from '@tradewarden/core';
import * as z from 'zod';
import { sqliteDriver } from './sqlite-driver.ts';

export interface SqliteOptions {
  /** The database file; made, with its directory, when it is not there. */
  readonly path: string;
}

const schema: z.ZodType<SqliteOptions, SqliteOptions> = z.strictObject({ path: z.string().min(1) });

/** Durable state in one SQLite file: several processes on one host. */
export const sqliteStore: StoreFactory<SqliteOptions> = defineStore({
  name: 'store-sqlite',
  version: '0.1.0',
  options: schema,
  open: ({ path }, { clock }) => sqliteDriver({ path, clock }),
});
