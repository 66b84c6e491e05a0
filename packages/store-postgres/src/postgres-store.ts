import { defineStore, type StoreFactory } from '@tradewarden/core';
import * as z from 'zod';
import { connectionTarget } from './connection-target.ts';
import { postgresDriver, type PostgresDriverOptions } from './postgres-driver.ts';

export type PostgresOptions = Omit<PostgresDriverOptions, 'clock'>;

const text = z.string().min(1).exactOptional();
const milliseconds = z.number().int().min(1).max(60_000).exactOptional();

const schema: z.ZodType<PostgresOptions, PostgresOptions> = z.strictObject({
  url: text,
  host: text,
  port: z.number().int().min(1).max(65_535).exactOptional(),
  database: text,
  user: text,
  password: text,
  schema: text,
  tls: text,
  ca: text,
  caFile: text,
  listenUrl: text,
  atLeast: z.enum(['process', 'host', 'replicated']).exactOptional(),
  poolSize: z.number().int().min(1).max(100).exactOptional(),
  connectTimeoutMs: milliseconds,
  statementTimeoutMs: milliseconds,
  lockTimeoutMs: milliseconds,
});

const shortestSecret = 10;

/** Durable state in one PostgreSQL database: any number of hosts. */
export const postgresStore: StoreFactory<PostgresOptions> = defineStore({
  name: 'store-postgres',
  version: '0.1.0',
  options: schema,
  open: (options, { clock, redactor }) => {
    for (const url of [options.url, options.listenUrl]) {
      const { config } = connectionTarget(url === undefined ? options : { ...options, url });
      const { password, user, database } = config;
      // One that is a name or a word anyway would take common words out of all that is stored.
      const isWord = password === user || password === database;
      if (typeof password !== 'string' || isWord || password.length < shortestSecret) continue;
      redactor.add(password);
      if (url !== undefined) redactor.add(url);
    }
    return postgresDriver({ ...options, clock });
  },
});
