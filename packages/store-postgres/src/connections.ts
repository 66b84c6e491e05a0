import { LifecycleError } from '@tradewarden/core';
import { Pool, type PoolClient, type QueryResult } from 'pg';
import type { ConnectionTarget } from './connection-target.ts';
import { keepsConnection, type Stage, toFailure } from './failure.ts';
import { sql } from './sql-text.ts';
import { withTimeOut } from './time-out.ts';

export interface CallLimits {
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * How much longer than the server gives itself we wait for its answer before the connection counts as lost. Short
 * where the limit is: a connection that is silent holds up whoever closes the store, and one of its few commits.
 */
const graceMs = (limitMs: number): number => Math.min(1500, Math.ceil(limitMs / 3));

/**
 * Connections to the server, made when needed and again after they were lost. One call is one message with a
 * whole transaction in it, so a pooler may hand every call another connection of the server; the limits ride along
 * because a pooler would not keep them.
 */
export class Connections {
  readonly location: string;
  readonly #pool: Pool;
  readonly #limits: CallLimits;
  readonly #calls = new Set<Promise<unknown>>();
  #closed = false;

  constructor({ location, config }: ConnectionTarget, limits: CallLimits) {
    this.location = location;
    this.#limits = limits;
    this.#pool = new Pool({
      ...config,
      max: limits.poolSize,
      connectionTimeoutMillis: limits.connectTimeoutMs,
      allowExitOnIdle: true,
    });
    // A connection that breaks while nobody uses it is simply replaced.
    this.#pool.on('error', () => {});
  }

  /** The rows of each statement, all of them in one transaction. */
  async run(
    stage: 'read' | 'commit',
    ...statements: readonly string[]
  ): Promise<readonly (readonly Row[])[]> {
    const { statementTimeoutMs, lockTimeoutMs } = this.#limits;
    const settings = [
      'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
      sql`SET LOCAL statement_timeout = ${statementTimeoutMs}`,
      sql`SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    ];
    return this.use(stage, async (client) => {
      const answer: unknown = await client.query([...settings, ...statements].join(';\n'));
      return (answer as readonly QueryResult<Row>[]).slice(settings.length).map(({ rows }) => rows);
    });
  }

  /** Runs `body` on one connection; a broken one is thrown away. @throws {StoreUnavailableError | StoreUnknownError} */
  async use<T>(stage: Stage, body: (client: PoolClient) => Promise<T>): Promise<T> {
    if (this.#closed) throw new LifecycleError('LIFECYCLE', `store ${this.location} is closed`);
    const call = this.#useOne(stage, body);
    this.#calls.add(call);
    return call.finally(() => this.#calls.delete(call));
  }

  /** After running calls. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#calls);
    await this.#pool.end();
  }

  async #useOne<T>(stage: Stage, body: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw toFailure(error, 'connect', this.location);
    });
    // Besides failing the query, a lost connection tells its client.
    const ignore = (): void => {};
    client.on('error', ignore);
    let broken = false;
    try {
      const { statementTimeoutMs } = this.#limits;
      const limitMs = statementTimeoutMs + graceMs(statementTimeoutMs);
      return await withTimeOut(body(client), limitMs, () => new Error(`no answer within ${limitMs} ms`));
    } catch (error) {
      broken = !keepsConnection(error);
      throw toFailure(error, stage, this.location);
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }
}
