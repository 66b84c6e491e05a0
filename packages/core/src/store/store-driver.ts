/**
 * What the author of a store plugin writes. Core wraps it once as {@link Store}.
 *
 * Values are opaque text for a driver: core turns them into canonical JSON before they arrive and reads them
 * after they leave, so the bytes that are hashed for the audit are the bytes that are stored.
 * The laws L1–L14 that every driver keeps are the cases of `storeSuite` in `@tradewarden/testing`.
 */
export interface StoreDriver {
  readonly specification: 'store/v1';
  readonly description: StoreDescription;
  /** Entries in the order asked for, `null` where absent or expired; one snapshot. */
  get(keys: readonly string[]): Promise<readonly (StoredEntry | null)[]>;
  /** Values in the order asked for, 0 where absent; one snapshot. */
  counters(names: readonly string[]): Promise<readonly number[]>;
  /** Live entries whose key starts with `prefix`, after `after` (exclusive), in byte order. */
  scan(query: ScanQuery): Promise<readonly StoredEntry[]>;
  /**
   * Each commit is atomic and independent of its neighbours; results in order.
   * Resolves when every applied commit is as durable as `description.durability` says.
   * @throws {StoreUnavailableError} nothing was applied. @throws {StoreUnknownError} nobody can tell.
   */
  commit(batch: readonly DriverCommit[]): Promise<readonly CommitResult[]>;
  /** Entries with a sequence above `after`, in order. */
  read(log: string, query: ReadQuery): Promise<readonly StoredLogEntry[]>;
  /** `last` is 0 for a log that never had an entry; `first` is the oldest sequence that is kept, 1 at the start. */
  head(log: string): Promise<LogHead>;
  close(): Promise<void>;

  // What follows is there exactly when `description.abilities` says so.

  /**
   * Moves up to `limit` live entries with `prefix` <= key <= `notAfter`, in byte order, to keys of their own: each
   * to `into` followed by what comes after the last `/` of its key, with the same value and a new version. Entries
   * that another claim is taking at the same moment are passed over. Durable like a commit.
   * Returns the entries as they stand now. Without it core does the same with a scan and a commit for each entry.
   */
  claim?(query: ClaimQuery): Promise<readonly StoredEntry[]>;
  /**
   * Calls `wake` after another process may have written a key with `/q/` in it, until the returned function is
   * called. A hint: it may come late, for nothing, or not at all, so every user polls as well.
   */
  watch?(wake: () => void): () => void;
  /** Forgets the entries of a log up to and including `upTo`; sequences go on. Trimming again changes nothing. */
  trim?(log: string, upTo: number): Promise<void>;
  /**
   * Writes one consistent copy of everything to a new file, synced, while commits go on.
   * @throws {StoreUnavailableError} the file exists or cannot be written; nothing is left behind.
   */
  backup?(file: string): Promise<void>;
}

/** What a driver can do beyond the laws. Declared, never detected. */
export type StoreAbility = 'claim' | 'watch' | 'trim' | 'backup';

export interface ClaimQuery {
  readonly prefix: string;
  /** Starts with `prefix`. */
  readonly notAfter: string;
  readonly limit: number;
  readonly into: string;
}

export interface StoreDescription {
  readonly name: string;
  /** Version of the stored layout. */
  readonly schema: number;
  readonly engineVersion: string;
  /** What an acknowledged commit survives. */
  readonly durability: 'none' | 'process' | 'host' | 'replicated';
  /** How far apart two processes on one store may be. */
  readonly sharing: 'process' | 'host' | 'network';
  /** How many `commit` calls may run at once. */
  readonly parallelCommits: number;
  /** Most commits in one `commit` call. */
  readonly maximumBatch: number;
  /** Where the data is, for people; without credentials. */
  readonly location: string;
  readonly abilities: readonly StoreAbility[];
  /** What durability rests on, as read back from the engine, such as `{ synchronous: 'full' }`; for people. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface StoredEntry {
  readonly key: string;
  readonly value: string;
  /** Never 0, never used twice for one key. */
  readonly version: number;
}

export interface StoredLogEntry {
  readonly sequence: number;
  readonly value: string;
}

export interface LogHead {
  readonly first: number;
  readonly last: number;
}

export interface ScanQuery {
  readonly prefix: string;
  readonly after?: string;
  readonly limit: number;
}

export interface ReadQuery {
  readonly after: number;
  readonly limit: number;
}

export interface Check {
  readonly key: string;
  /** The version read; 0 = must be absent (deleted and expired count as absent). */
  readonly version: number;
}

export interface Add {
  readonly counter: string;
  /** A safe integer. */
  readonly delta: number;
  /** Inclusive bounds on the value after this add; adds of one commit accumulate in order. A sum outside the safe integers is out of bounds. */
  readonly min?: number;
  readonly max?: number;
}

/** One commit as a driver gets it: texts instead of values. No key is written twice; a ttl is at least 1. */
export interface DriverCommit {
  readonly checks: readonly Check[];
  readonly adds: readonly Add[];
  readonly puts: readonly { readonly key: string; readonly value: string; readonly ttlMs?: number }[];
  readonly deletes: readonly string[];
  readonly appends: readonly { readonly log: string; readonly value: string }[];
  /** Takes risk away: a driver that keeps space for that may use it. All commits of a batch are alike in this. */
  readonly reduces?: boolean;
}

/**
 * Checks are tested before adds, in order; the first that fails is named and nothing is applied.
 * `version` is the one that every put of this commit got; of a conflict, the one found (0 = absent).
 * `value` of a bound is the counter as it was before this commit.
 */
export type CommitResult =
  | { readonly ok: true; readonly version: number; readonly sequences: readonly number[] }
  | { readonly ok: false; readonly reason: 'conflict'; readonly key: string; readonly version: number }
  | { readonly ok: false; readonly reason: 'bound'; readonly counter: string; readonly value: number };
