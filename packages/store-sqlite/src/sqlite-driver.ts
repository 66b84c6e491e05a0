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
import { copyInThread } from './copy-thread.ts';
import { WorkerLink } from './worker-link.ts';
import type { EngineFacts, WorkerSettings } from './worker-protocol.ts';

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
  /**
   * Space that is kept in a file beside the database, for commits that take risk away on a full disk; default 2 MiB,
   * and never more than a tenth of what is free. 0 keeps none.
   */
  readonly headroomBytes?: number;
  /** Opens a file that is there, such as a backup, and writes nothing at all; every commit is refused. */
  readonly readOnly?: boolean;
  /** `always` reads the whole file when it is opened; `when-due` (default) does so after anything that may have harmed it. */
  readonly integrityCheck?: 'when-due' | 'always';
}

/**
 * Opens the file in a thread of its own.
 * @throws {StoreUnavailableError} path, permission, damage, an old SQLite or another program's database.
 * @throws {StoreSchemaError} the file was written by a newer program; nothing was changed.
 */
export async function sqliteDriver(options: SqliteDriverOptions): Promise<StoreDriver> {
  const { path, clock = systemClock, synchronous = 'full', lockWaitMs = 4500 } = options;
  const { readOnly = false, integrityCheck = 'when-due', headroomBytes = 2 * 1024 * 1024 } = options;
  if (path === '' || path === ':memory:') {
    throw new StoreUnavailableError(
      'a SQLite store needs a file; for state that may vanish use memoryStore()',
    );
  }
  const settings = {
    path: resolve(path),
    synchronous,
    lockWaitMs,
    readOnly,
    integrityCheck,
    headroomBytes,
    openedAt: systemClock.now(),
  };
  const { link, facts } = await WorkerLink.open(settings);
  return new SqliteDriver(link, clock, settings, facts);
}

const describe = (path: string, facts: EngineFacts): StoreDescription => ({
  name: 'sqlite',
  schema: facts.schema,
  engineVersion: facts.engineVersion,
  durability: facts.durability,
  sharing: 'host',
  parallelCommits: 1,
  maximumBatch: 128,
  location: path,
  abilities: ['trim', 'backup'],
  settings: facts.settings,
});

class SqliteDriver implements StoreDriver {
  readonly specification = 'store/v1';
  readonly description: StoreDescription;
  readonly #link: WorkerLink;
  readonly #clock: Clock;
  readonly #settings: WorkerSettings;

  constructor(link: WorkerLink, clock: Clock, settings: WorkerSettings, facts: EngineFacts) {
    this.#link = link;
    this.#clock = clock;
    this.#settings = settings;
    this.description = describe(settings.path, facts);
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

  /** In steps, so that commits pass between them. */
  async trim(log: string, upTo: number): Promise<void> {
    while (!(await this.#link.call('trim', log, upTo)));
  }

  async backup(file: string): Promise<void> {
    const { path, lockWaitMs } = this.#settings;
    await copyInThread({ path, file: resolve(file), openedAt: systemClock.now(), lockWaitMs });
  }

  async close(): Promise<void> {
    await this.#link.close();
  }
}
