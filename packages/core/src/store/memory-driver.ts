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
  abilities: Object.freeze(['trim'] as const),
  settings: Object.freeze({}),
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
    const { first, values } = this.#state.log(log);
    const from = Math.max(after - first + 1, 0);
    return values
      .slice(from, from + limit)
      .map((value, index) => ({ sequence: first + from + index, value }));
  }

  async head(log: string): Promise<LogHead> {
    const { first, values } = this.#state.log(log);
    return { first, last: first + values.length - 1 };
  }

  async trim(log: string, upTo: number): Promise<void> {
    this.#state.trim(log, upTo);
  }

  async close(): Promise<void> {}
}
