import {
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
import { resolve } from 'node:path';
import { WorkerLink } from './worker-link.ts';
import type { EngineFacts } from './worker-protocol.ts';

export interface SqliteDriverOptions {
  /** The file; it and its directory are made when missing. Several processes of one host may share it. */
  readonly path: string;
  /** What times to live are measured with; default: the machine's. */
  readonly clock?: Clock;
  /**
   * `full` (default): an acknowledged commit survives a power cut. `normal`: it survives the death of the process
   * only, and is about four times as fast; for telemetry, never for orders.
   */
  readonly synchronous?: 'full' | 'normal';
  /** How long to wait for the lock of another process; default 4,500 ms, below the deadline of the store. */
  readonly lockWaitMs?: number;
}

/**
 * Opens the file in a thread of its own.
 * @throws {StoreUnavailableError} path, permission, damage, an old SQLite or another program's database.
 * @throws {StoreSchemaError} the file was written by a newer program; nothing was changed.
 */
export async function sqliteDriver(options: SqliteDriverOptions): Promise<StoreDriver> {
  const { path, clock = systemClock, synchronous = 'full', lockWaitMs = 4500 } = options;
  if (path === '' || path === ':memory:') {
    throw new StoreUnavailableError(
      'a SQLite store needs a file; for state that may vanish use memoryStore()',
    );
  }
  const file = resolve(path);
  const { link, facts } = await WorkerLink.start({ path: file, synchronous, lockWaitMs });
  return new SqliteDriver(link, clock, describe(file, synchronous, facts));
}

const describe = (path: string, synchronous: 'full' | 'normal', facts: EngineFacts): StoreDescription => ({
  name: 'sqlite',
  schema: facts.schema,
  engineVersion: facts.engineVersion,
  durability: synchronous === 'full' ? 'host' : 'process',
  sharing: 'host',
  parallelCommits: 1,
  maximumBatch: 128,
  location: path,
  abilities: [],
  settings: { journal: 'wal', synchronous },
});

class SqliteDriver implements StoreDriver {
  readonly specification = 'store/v1';
  readonly description: StoreDescription;
  readonly #link: WorkerLink;
  readonly #clock: Clock;

  constructor(link: WorkerLink, clock: Clock, description: StoreDescription) {
    this.#link = link;
    this.#clock = clock;
    this.description = description;
  }

  async get(keys: readonly string[]): Promise<readonly (StoredEntry | null)[]> {
    return this.#link.call('get', keys, this.#clock.now());
  }

  async counters(names: readonly string[]): Promise<readonly number[]> {
    return this.#link.call('counters', names);
  }

  async scan(query: ScanQuery): Promise<readonly StoredEntry[]> {
    return this.#link.call('scan', query, this.#clock.now());
  }

  async commit(batch: readonly DriverCommit[]): Promise<readonly CommitResult[]> {
    return this.#link.call('commit', batch, this.#clock.now());
  }

  async read(log: string, query: ReadQuery): Promise<readonly StoredLogEntry[]> {
    return this.#link.call('read', log, query);
  }

  async head(log: string): Promise<LogHead> {
    return this.#link.call('head', log);
  }

  async close(): Promise<void> {
    await this.#link.close();
  }
}
