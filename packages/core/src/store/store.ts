import type { Json } from '../domain/json.ts';
import type {
  Add,
  Check,
  ClaimQuery,
  CommitResult,
  LogHead,
  ReadQuery,
  ScanQuery,
  StoreDescription,
} from './store-driver.ts';

/** A live key with its value and the version to check it by. */
export interface Entry {
  readonly key: string;
  readonly value: Json;
  readonly version: number;
}

export interface LogEntry {
  readonly sequence: number;
  readonly value: Json;
  /** The stored text: the canonical JSON that audit hashes cover. */
  readonly text: string;
}

/**
 * One atomic batch. A commit that adds or appends must check a key which it also puts or deletes
 * (self-fencing): then a commit whose answer was lost is settled by reading that key, and never applies twice.
 * At most 128 operations, 256 KiB of values, and each key written once.
 */
export interface Commit {
  readonly checks?: readonly Check[];
  readonly adds?: readonly Add[];
  readonly puts?: readonly Put[];
  readonly deletes?: readonly string[];
  readonly appends?: readonly Append[];
  /**
   * Takes risk away, or records what a venue did: still possible on a full disk, where the store keeps space for it.
   * No counter may grow in it.
   */
  readonly reduces?: boolean;
}

export interface Put {
  /** Printable ASCII without space, at most 400 characters. */
  readonly key: string;
  readonly value: Json;
  /** Gone after this many milliseconds on the store's clock. */
  readonly ttlMs?: number;
}

export interface Append {
  readonly log: string;
  readonly value: Json;
}

/** What features use: a driver wrapped with group commit, validation, self-fencing and time limits. */
export interface Store {
  readonly specification: 'store/v1';
  readonly description: StoreDescription;
  get(keys: readonly string[]): Promise<readonly (Entry | null)[]>;
  counters(names: readonly string[]): Promise<readonly number[]>;
  scan(query: ScanQuery): Promise<readonly Entry[]>;
  /**
   * @throws {StoreUnavailableError} surely not applied. @throws {StoreUnknownError} settle it by reading the fenced key.
   * @throws {StoreMisuseError} the commit breaks a rule (limits, self-fencing, bad key); nothing was sent.
   */
  commit(commit: Commit): Promise<CommitResult>;
  read(log: string, query: ReadQuery): Promise<readonly LogEntry[]>;
  head(log: string): Promise<LogHead>;
  /**
   * Moves entries to keys of their own, each by one taker only: see {@link ClaimQuery}. An entry that somebody else
   * takes meanwhile is left out. When an answer is lost the entry is left out too, although it may have moved.
   */
  claim(query: ClaimQuery): Promise<readonly Entry[]>;
  /** Calls `wake` when there may be new work from another process; a hint behind which every user polls. */
  watch(wake: () => void): () => void;
  /** Forgets log entries up to and including `upTo`. @throws {StoreMisuseError} the engine cannot. */
  trim(log: string, upTo: number): Promise<void>;
  /** Writes one consistent copy to a new file. @throws {StoreMisuseError} the engine cannot: use its own tools. */
  backup(file: string): Promise<void>;
  /** Milliseconds since the epoch on the store's clock. */
  now(): number;
  /** Waits for running commits, then closes the driver; once. */
  close(): Promise<void>;
}
