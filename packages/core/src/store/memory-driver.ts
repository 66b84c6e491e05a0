import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { MemoryState } from './memory-state.ts';
import type {
  CommitResult,
  DriverCommit,
  LogHead,
  ReadQuery,
  ScanQuery,
  StoreDescription,
  StoreDriver,
  StoredEntry,
  StoredLogEntry,
} from './store-driver.ts';

export interface MemoryStoreOptions {
  /** What times to live are measured with; default: the machine's. */
  readonly clock?: Clock;
}

/** The reference driver: what it answers is what the laws L1–L14 mean. Everything is gone with the process. */
export function memoryDriver(options: MemoryStoreOptions = {}): StoreDriver {
  return new MemoryDriver(options.clock ?? systemClock);
}

const description: StoreDescription = Object.freeze({
  name: 'memory',
  schema: 1,
  engineVersion: '1',
  durability: 'none',
  sharing: 'process',
  parallelCommits: 1,
  maximumBatch: 128,
  location: 'memory',
});

class MemoryDriver implements StoreDriver {
  readonly specification = 'store/v1';
  readonly description = description;
  readonly #state = new MemoryState();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(keys: readonly string[]): Promise<readonly (StoredEntry | null)[]> {
    const now = this.#clock.now();
    return keys.map((key) => this.#state.entry(key, now));
  }

  async counters(names: readonly string[]): Promise<readonly number[]> {
    return names.map((name) => this.#state.counter(name));
  }

  async scan(query: ScanQuery): Promise<readonly StoredEntry[]> {
    return this.#state.scan(query, this.#clock.now());
  }

  async commit(batch: readonly DriverCommit[]): Promise<readonly CommitResult[]> {
    const now = this.#clock.now();
    this.#state.forgetExpired(now);
    return batch.map((commit) => this.#state.test(commit, now) ?? this.#state.apply(commit, now));
  }

  async read(log: string, { after, limit }: ReadQuery): Promise<readonly StoredLogEntry[]> {
    const values = this.#state.log(log).slice(after, after + limit);
    return values.map((value, index) => ({ sequence: after + index + 1, value }));
  }

  async head(log: string): Promise<LogHead> {
    return { first: 1, last: this.#state.log(log).length };
  }

  async close(): Promise<void> {}
}
