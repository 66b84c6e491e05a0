import {
  type ClaimQuery,
  type Clock,
  type CommitResult,
  type DriverCommit,
  type LogHead,
  type ReadQuery,
  type ScanQuery,
  type StoreDescription,
  type StoreDriver,
  type StoredEntry,
  type StoredLogEntry,
  StoreUnavailableError,
  systemClock,
} from '@tradewarden/core';
import { commitRequest, leftWork } from './commit-request.ts';
import { type ConnectionOptions, connectionTarget } from './connection-target.ts';
import { type CallLimits, Connections } from './connections.ts';
import { Hints } from './hints.ts';
import { currentSchema, migrate } from './migrations.ts';
import { Reader } from './reader.ts';
import { readServerFacts, type ServerFacts } from './server-facts.ts';
import { named, sql } from './sql-text.ts';
import { Sweeps } from './sweeps.ts';

export interface PostgresDriverOptions extends ConnectionOptions, Partial<CallLimits> {
  /** What times to live are measured with; default: the machine's. */
  readonly clock?: Clock;
  /** Refuses to open on a server whose settings promise less; default `process`: anything, as described. */
  readonly atLeast?: 'process' | 'host' | 'replicated';
  /** Where to listen for hints of other processes, when `url` leads to a pooler: straight to the server. */
  readonly listenUrl?: string;
}

/**
 * Connects, and makes or migrates the tables.
 * @throws {StoreUnavailableError} the server cannot be used; the sentence says why.
 * @throws {StoreSchemaError} the tables are those of a newer program; nothing was changed.
 */
export async function postgresDriver(options: PostgresDriverOptions): Promise<StoreDriver> {
  const target = connectionTarget(options);
  const listenTarget =
    options.listenUrl === undefined ? target : connectionTarget({ ...options, url: options.listenUrl });
  const connections = new Connections(target, callLimits(options));
  try {
    const facts = await readServerFacts(connections);
    assertDurable(facts, options.atLeast ?? 'process', target.location);
    await migrate(connections, target.schema);
    const hints = new Hints({ ...listenTarget, schema: target.schema }, connections);
    return new PostgresDriver({
      connections,
      hints,
      schema: target.schema,
      clock: options.clock ?? systemClock,
      description: describe(target.location, facts),
    });
  } catch (error) {
    await connections.close();
    throw error;
  }
}

/** @returns the limits with what holds where none was given: below the deadline of 5 s that core sets. */
export const callLimits = (given: Partial<CallLimits>): CallLimits => ({
  poolSize: given.poolSize ?? 6,
  connectTimeoutMs: given.connectTimeoutMs ?? 3000,
  statementTimeoutMs: given.statementTimeoutMs ?? 4500,
  lockTimeoutMs: given.lockTimeoutMs ?? 3000,
});

const ranks = ['none', 'process', 'host', 'replicated'] as const;

function assertDurable({ durability, settings }: ServerFacts, atLeast: string, location: string): void {
  if (ranks.indexOf(durability) >= ranks.findIndex((rank) => rank === atLeast)) return;
  const listed = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  throw new StoreUnavailableError(
    `${location}: commits survive no more than the end of a ${durability} with ${listed.join(', ')}, and ${atLeast} was asked for`,
  );
}

const describe = (location: string, facts: ServerFacts): StoreDescription => ({
  name: 'postgres',
  schema: currentSchema,
  engineVersion: facts.engineVersion,
  durability: facts.durability,
  sharing: 'network',
  parallelCommits: 3,
  maximumBatch: 128,
  location,
  abilities: ['claim', 'watch', 'trim'],
  settings: facts.settings,
});

interface Parts {
  readonly connections: Connections;
  readonly hints: Hints;
  readonly schema: string;
  readonly clock: Clock;
  readonly description: StoreDescription;
}

/** Log entries forgotten per transaction. */
const trimmedAtOnce = 5000;

class PostgresDriver implements StoreDriver {
  readonly specification = 'store/v1';
  readonly description: StoreDescription;
  readonly #connections: Connections;
  readonly #hints: Hints;
  readonly #schema: ReturnType<typeof named>;
  readonly #clock: Clock;
  readonly #reader: Reader;
  readonly #sweeps = new Sweeps();
  /** Whether the server must keep syncing for the description to stay true. */
  readonly #durable: boolean;

  constructor({ connections, hints, schema, clock, description }: Parts) {
    this.description = description;
    this.#connections = connections;
    this.#hints = hints;
    this.#schema = named(schema);
    this.#clock = clock;
    this.#reader = new Reader(connections, schema);
    this.#durable = description.durability !== 'process';
  }

  async get(keys: readonly string[]): Promise<readonly (StoredEntry | null)[]> {
    return this.#reader.get(keys, this.#clock.now());
  }

  async counters(names: readonly string[]): Promise<readonly number[]> {
    return this.#reader.counters(names);
  }

  async scan(query: ScanQuery): Promise<readonly StoredEntry[]> {
    return this.#reader.scan(query, this.#clock.now());
  }

  async commit(batch: readonly DriverCommit[]): Promise<readonly CommitResult[]> {
    const now = this.#clock.now();
    const { request, texts } = commitRequest(batch);
    const [[row] = []] = await this.#connections.run(
      'commit',
      sql`SELECT ${this.#schema}.apply_batch(${request}, ${texts}, ${now}, ${this.#durable}, ${this.#sweeps.isDue(now, batch.length)}) AS results`,
    );
    const results = row?.['results'] as readonly CommitResult[];
    if (leftWork(batch, results)) this.#hints.tell();
    return results;
  }

  async read(log: string, query: ReadQuery): Promise<readonly StoredLogEntry[]> {
    return this.#reader.read(log, query);
  }

  async head(log: string): Promise<LogHead> {
    return this.#reader.head(log);
  }

  async claim({ prefix, notAfter, limit, into }: ClaimQuery): Promise<readonly StoredEntry[]> {
    const [rows = []] = await this.#connections.run(
      'commit',
      sql`SELECT * FROM ${this.#schema}.claim_entries(${prefix}, ${notAfter}, ${limit}, ${into}, ${this.#clock.now()}, ${this.#durable})`,
    );
    return rows.map((row) => ({
      key: String(row['k']),
      value: String(row['v']),
      version: Number(row['ver']),
    }));
  }

  watch(wake: () => void): () => void {
    return this.#hints.watch(wake);
  }

  async trim(log: string, upTo: number): Promise<void> {
    for (let hasMore: unknown = true; hasMore === true;) {
      const [[row] = []] = await this.#connections.run(
        'read',
        sql`SELECT ${this.#schema}.trim_log(${log}, ${upTo}, ${trimmedAtOnce}) AS has_more`,
      );
      hasMore = row?.['has_more'];
    }
  }

  async close(): Promise<void> {
    await this.#hints.close();
    await this.#connections.close();
  }
}
