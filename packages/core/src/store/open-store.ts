import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { Json } from '../domain/json.ts';
import { CoreError } from '../errors/core-error.ts';
import { LifecycleError } from '../errors/lifecycle-errors.ts';
import { StoreMisuseError, StoreUnavailableError } from '../errors/store-errors.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { claimEntries } from './claim-entries.ts';
import { assertCommit } from './commit-rules.ts';
import { type TextFilter, toDriverCommit } from './driver-commit.ts';
import { GroupCommit } from './group-commit.ts';
import { assertKey } from './key-grammar.ts';
import { assertClaim, assertKeys, assertRead, assertScan, assertTrim } from './read-rules.ts';
import type {
  ClaimQuery,
  CommitResult,
  LogHead,
  ReadQuery,
  ScanQuery,
  StoreAbility,
  StoreDescription,
  StoreDriver,
  StoredEntry,
} from './store-driver.ts';
import type { Commit, Entry, LogEntry, Store } from './store.ts';
import { withinLimit, type TimeLimit } from './time-limit.ts';

export interface OpenStoreOptions {
  /** What `store.now()` tells; give the driver the same one. Default: the machine's. */
  readonly clock?: Clock;
  /** How long one call may take; default 5,000 ms. */
  readonly deadlineMs?: number;
  /**
   * What the deadline is measured with; default: the machine's clock also when `clock` is a virtual one, since
   * a stalled disk stalls in real time, and moving the time of the plans must not make running commits unknown.
   */
  readonly deadlineClock?: Clock;
  /** Secrets that it knows are taken out of every value before it is stored. */
  readonly redactor?: Redactor;
}

/** Wraps a driver with validation, self-fencing, group commit, time limits and once-only close. */
export function openStore(driver: StoreDriver, options: OpenStoreOptions = {}): Store {
  const { clock = systemClock, deadlineMs = 5000, deadlineClock = systemClock, redactor } = options;
  if (!(deadlineMs > 0)) throw new StoreMisuseError(`deadlineMs ${deadlineMs} is not above 0`);
  const limit = { clock: deadlineClock, ms: deadlineMs };
  return new GuardedStore(driver, clock, limit, redactor && ((text) => redactor.known(text)));
}

class GuardedStore implements Store {
  readonly specification = 'store/v1';
  readonly description: StoreDescription;
  readonly #driver: StoreDriver;
  readonly #clock: Clock;
  readonly #limit: TimeLimit;
  readonly #filter: TextFilter | undefined;
  readonly #group: GroupCommit;
  readonly #calls = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(driver: StoreDriver, clock: Clock, limit: TimeLimit, filter: TextFilter | undefined) {
    this.description = driver.description;
    this.#driver = driver;
    this.#clock = clock;
    this.#limit = limit;
    this.#filter = filter;
    this.#group = new GroupCommit(driver, limit);
  }

  async get(keys: readonly string[]): Promise<readonly (Entry | null)[]> {
    assertKeys('key', keys);
    const entries = await this.#read('get', async (driver) => driver.get(keys));
    return entries.map((entry) => (entry === null ? null : toEntry(entry)));
  }

  async counters(names: readonly string[]): Promise<readonly number[]> {
    assertKeys('counter', names);
    return this.#read('counters', async (driver) => driver.counters(names));
  }

  async scan(query: ScanQuery): Promise<readonly Entry[]> {
    assertScan(query);
    const entries = await this.#read('scan', async (driver) => driver.scan(query));
    return entries.map(toEntry);
  }

  async commit(commit: Commit): Promise<CommitResult> {
    this.#assertOpen();
    assertCommit(commit);
    return this.#track(this.#group.submit(toDriverCommit(commit, this.#filter)));
  }

  async read(log: string, query: ReadQuery): Promise<readonly LogEntry[]> {
    assertRead(log, query);
    const entries = await this.#read('read', async (driver) => driver.read(log, query));
    return entries.map(({ sequence, value: text }) => ({
      sequence,
      // Read when asked for: who hashes the text must not fail at one that was damaged.
      get value(): Json {
        return JSON.parse(text) as Json;
      },
      text,
    }));
  }

  async head(log: string): Promise<LogHead> {
    assertKey('log', log);
    return this.#read('head', async (driver) => driver.head(log));
  }

  async claim(query: ClaimQuery): Promise<readonly Entry[]> {
    assertClaim(query);
    this.#assertOpen();
    const driver = this.#driver;
    const claiming =
      driver.claim === undefined
        ? claimEntries(driver, (commit) => this.#group.submit(commit), query)
        : this.#limited('claim', driver.claim(query));
    return (await this.#track(claiming)).map(toEntry);
  }

  watch(wake: () => void): () => void {
    this.#assertOpen();
    return this.#driver.watch?.(wake) ?? ((): void => {});
  }

  async trim(log: string, upTo: number): Promise<void> {
    assertTrim(log, upTo);
    await this.#read('trim', async (driver) => {
      if (driver.trim === undefined) throw this.#unable('trim');
      return driver.trim(log, upTo);
    });
  }

  /** Takes as long as the copy takes: no time limit. */
  async backup(file: string): Promise<void> {
    this.#assertOpen();
    if (this.#driver.backup === undefined) throw this.#unable('backup');
    await this.#track(this.#driver.backup(file));
  }

  now(): number {
    return this.#clock.now();
  }

  async close(): Promise<void> {
    this.#closed ??= this.#closeOnce();
    return this.#closed;
  }

  async #closeOnce(): Promise<void> {
    await Promise.allSettled(this.#calls);
    await this.#limited('close', this.#driver.close());
  }

  #unable(ability: StoreAbility): StoreMisuseError {
    return new StoreMisuseError(
      `store ${this.description.name} has no ${ability}; use the tools of its engine`,
    );
  }

  /** A read has no effect, so whatever goes wrong with it is certain. */
  async #read<T>(what: string, call: (driver: StoreDriver) => Promise<T>): Promise<T> {
    this.#assertOpen();
    return this.#track(this.#limited(what, call(this.#driver)));
  }

  async #limited<T>(what: string, work: Promise<T>): Promise<T> {
    const { name, location } = this.description;
    try {
      return await withinLimit(
        work,
        this.#limit,
        () =>
          new StoreUnavailableError(
            `store ${name} (${location}) did not answer ${what} in ${this.#limit.ms} ms`,
          ),
      );
    } catch (error) {
      if (CoreError.isInstance(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreUnavailableError(`store ${name} (${location}) failed at ${what}: ${reason}`, error);
    }
  }

  async #track<T>(call: Promise<T>): Promise<T> {
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  #assertOpen(): void {
    if (this.#closed === undefined) return;
    throw new LifecycleError('LIFECYCLE', `store ${this.description.name} is closed; use it before close()`);
  }
}

function toEntry({ key, value, version }: StoredEntry): Entry {
  return { key, value: JSON.parse(value) as Json, version };
}
