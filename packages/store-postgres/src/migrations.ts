import { StoreSchemaError, StoreUnavailableError, systemIds } from '@tradewarden/core';
import type { PoolClient, QueryResult } from 'pg';
import { applyFunction } from './apply-function.ts';
import { claimFunction } from './claim-function.ts';
import { commitFunction } from './commit-function.ts';
import type { Connections, Row } from './connections.ts';
import { named, sql } from './sql-text.ts';
import { tables } from './tables.ts';
import { trimFunction } from './trim-function.ts';

/**
 * Step n leads from schema n to n + 1; a released step never changes. Programs of the older schema go on while a
 * newer one migrates, so a step leaves everything in place that they call.
 */
const steps: readonly string[] = [tables + commitFunction + claimFunction + trimFunction, applyFunction];

/** The schema that this program writes. */
export const currentSchema: number = steps.length;

const mostLocks = 128;
/** Expired keys removed per batch: enough to keep up, too few to be noticed. */
const expiredPerBatch = 100;

type Ask = (text: string) => Promise<readonly Row[]>;

/**
 * The schema of what is stored, 0 where there is no store. Reads only.
 * @throws {StoreSchemaError} a newer one. @throws {StoreUnavailableError} the tables of another program.
 */
async function readSchema(ask: Ask, schema: string, location: string): Promise<number> {
  const [found] = await ask(sql`
    SELECT count(*) AS tables, count(*) FILTER (WHERE relname = 'meta') AS meta FROM pg_class
    WHERE relnamespace = to_regnamespace(${`"${schema}"`})::oid AND relkind IN ('r', 'p')`);
  if (Number(found?.['tables']) === 0) return 0;
  const isOurs = Number(found?.['meta']) === 1 && (await ask(hasProgramColumn(schema))).length === 2;
  const rows = isOurs ? await ask(sql`SELECT k, v FROM ${named(schema)}.meta`) : [];
  const meta = new Map(rows.map((row) => [row['k'], String(row['v'])]));
  if (meta.get('program') !== 'tradewarden') {
    throw new StoreUnavailableError(
      `${location}: schema ${schema} holds tables of another program; choose another schema`,
    );
  }
  const stored = Number(meta.get('schema'));
  if (stored <= currentSchema) return stored;
  throw new StoreSchemaError(
    `${location} has schema ${stored}, and this program knows ${currentSchema}; upgrade the program, nothing was changed`,
  );
}

const hasProgramColumn = (schema: string): string => sql`
  SELECT column_name FROM information_schema.columns
  WHERE table_schema = ${schema} AND table_name = 'meta' AND column_name IN ('k', 'v')`;

/** Whether there is a store; changes nothing. */
export async function findSchema(connections: Connections, schema: string): Promise<number> {
  const ask: Ask = async (text) => (await connections.run('read', text))[0] ?? [];
  return readSchema(ask, schema, connections.location);
}

/** Brings the store to the current schema, each step in one transaction; waits while another process does. */
export async function migrate(connections: Connections, schema: string): Promise<void> {
  while ((await findSchema(connections, schema)) < currentSchema) {
    await connections.use('read', async (client) => {
      const ask: Ask = async (text) => (await client.query<Row>(text)).rows;
      try {
        await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
        await takeStep(client, ask, schema, connections.location);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK').catch((): QueryResult | undefined => undefined);
        throw error;
      }
    });
  }
}

async function takeStep(client: PoolClient, ask: Ask, schema: string, location: string): Promise<void> {
  await ask(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`tradewarden ${schema}`}, 0))`);
  const stored = await readSchema(ask, schema, location);
  const step = steps[stored];
  if (step === undefined) return;
  if (stored === 0) await createSchema(client, schema);
  await client.query(filledIn(step, schema));
  if (stored === 0) {
    await ask(sql`INSERT INTO ${named(schema)}.meta VALUES
      ('program', 'tradewarden'), ('schema', '0'), ('storeId', ${systemIds.next('store')})`);
  }
  await ask(sql`UPDATE ${named(schema)}.meta SET v = ${String(stored + 1)} WHERE k = 'schema'`);
}

/** Somebody else may have made it for us, when we may not. */
async function createSchema(client: PoolClient, schema: string): Promise<void> {
  const { rowCount } = await client.query(sql`SELECT 1 FROM pg_namespace WHERE nspname = ${schema}`);
  if (rowCount === 0) await client.query(sql`CREATE SCHEMA ${named(schema)}`);
}

const filledIn = (step: string, schema: string): string =>
  step
    .replaceAll('$schema', named(schema).text)
    .replaceAll('$mostLocks', String(mostLocks))
    .replaceAll('$expiredPerBatch', String(expiredPerBatch));
