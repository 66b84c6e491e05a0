import { SortedKeys } from './sorted-keys.ts';
import type { Add, CommitResult, DriverCommit, ScanQuery, StoredEntry } from './store-driver.ts';

type Refusal = Exclude<CommitResult, { readonly ok: true }>;

interface Stored {
  readonly entry: StoredEntry;
  /** Gone from this moment on. */
  readonly expiresAt: number;
}

/** What is kept of a log: the entries from sequence `first` on. */
interface KeptLog {
  readonly first: number;
  readonly values: readonly string[];
}

const emptyLog: KeptLog = { first: 1, values: [] };

/** Keys, counters and logs in maps. A commit is tested as a whole before it is applied, so it needs no undo. */
export class MemoryState {
  readonly #entries = new Map<string, Stored>();
  readonly #keys = new SortedKeys();
  readonly #expiring = new Set<string>();
  /** Nothing expires before: no look at all of them is needed until then. */
  #nextExpiry = Infinity;
  readonly #counters = new Map<string, number>();
  readonly #logs = new Map<string, { first: number; readonly values: string[] }>();
  #version = 0;

  entry(key: string, now: number): StoredEntry | null {
    const stored = this.#entries.get(key);
    return stored === undefined || stored.expiresAt <= now ? null : stored.entry;
  }

  counter(name: string): number {
    return this.#counters.get(name) ?? 0;
  }

  log(name: string): KeptLog {
    return this.#logs.get(name) ?? emptyLog;
  }

  trim(name: string, upTo: number): void {
    const log = this.#logs.get(name);
    if (log === undefined) return;
    const forgotten = log.values.splice(0, Math.max(upTo - log.first + 1, 0));
    log.first += forgotten.length;
  }

  scan({ prefix, after, limit }: ScanQuery, now: number): readonly StoredEntry[] {
    const found: StoredEntry[] = [];
    for (const key of this.#keys.startingWith(prefix, after)) {
      if (found.length >= limit) break;
      const entry = this.entry(key, now);
      if (entry !== null) found.push(entry);
    }
    return found;
  }

  /** Why the commit may not be applied: the first check, then the first bound that fails. */
  test({ checks, adds }: DriverCommit, now: number): Refusal | undefined {
    for (const { key, version } of checks) {
      const found = this.entry(key, now)?.version ?? 0;
      if (found !== version) return { ok: false, reason: 'conflict', key, version: found };
    }
    const sums = new Map<string, number>();
    for (const add of adds) {
      const sum = (sums.get(add.counter) ?? this.counter(add.counter)) + add.delta;
      if (!isWithin(sum, add)) {
        return { ok: false, reason: 'bound', counter: add.counter, value: this.counter(add.counter) };
      }
      sums.set(add.counter, sum);
    }
    return undefined;
  }

  apply({ adds, puts, deletes, appends }: DriverCommit, now: number): CommitResult {
    this.#version += 1;
    for (const { counter, delta } of adds) this.#counters.set(counter, this.counter(counter) + delta);
    for (const { key, value, ttlMs } of puts) {
      this.#put({ key, value, version: this.#version }, ttlMs === undefined ? Infinity : now + ttlMs);
    }
    for (const key of deletes) this.#remove(key);
    const sequences = appends.map(({ log, value }) => this.#append(log, value));
    return { ok: true, version: this.#version, sequences };
  }

  forgetExpired(now: number): void {
    if (now < this.#nextExpiry) return;
    this.#nextExpiry = Infinity;
    for (const key of this.#expiring) {
      const { expiresAt = now } = this.#entries.get(key) ?? {};
      if (expiresAt <= now) this.#remove(key);
      else this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
    }
  }

  #put(entry: StoredEntry, expiresAt: number): void {
    this.#entries.set(entry.key, { entry, expiresAt });
    this.#keys.add(entry.key);
    if (expiresAt === Infinity) this.#expiring.delete(entry.key);
    else this.#expiring.add(entry.key);
    this.#nextExpiry = Math.min(this.#nextExpiry, expiresAt);
  }

  #remove(key: string): void {
    this.#entries.delete(key);
    this.#keys.remove(key);
    this.#expiring.delete(key);
  }

  #append(name: string, value: string): number {
    const log = this.#logs.get(name) ?? { first: 1, values: [] };
    this.#logs.set(name, log);
    log.values.push(value);
    return log.first + log.values.length - 1;
  }
}

/** A sum outside the safe integers is out of bounds whatever the bounds are. */
function isWithin(
  sum: number,
  { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Add,
): boolean {
  return Number.isSafeInteger(sum) && sum >= min && sum <= max;
}
