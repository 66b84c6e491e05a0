import type {
  CommitResult,
  DriverCommit,
  LogHead,
  ReadQuery,
  ScanQuery,
  StoredEntry,
  StoredLogEntry,
} from '@tradewarden/core';

/** What the worker is started with. */
export interface WorkerSettings {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
  /** How long to wait for the lock of another process. */
  readonly lockWaitMs: number;
}

/** What the worker does, and in which shape. `now` is the time on the store's clock, in epoch milliseconds. */
export interface WorkerCalls {
  get(keys: readonly string[], now: number): readonly (StoredEntry | null)[];
  counters(names: readonly string[]): readonly number[];
  scan(query: ScanQuery, now: number): readonly StoredEntry[];
  commit(batch: readonly DriverCommit[], now: number): readonly CommitResult[];
  read(log: string, query: ReadQuery): readonly StoredLogEntry[];
  head(log: string): LogHead;
  close(): void;
}

export type CallName = keyof WorkerCalls;

export interface WorkerRequest<Name extends CallName = CallName> {
  readonly id: number;
  readonly name: Name;
  readonly parameters: Parameters<WorkerCalls[Name]>;
}

/** The first reply has the id 0 and a value of `EngineFacts`. */
export type WorkerReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

export interface EngineFacts {
  readonly engineVersion: string;
  readonly schema: number;
}

/** An error on its way between the threads: unavailable = surely not applied, unknown = nobody can tell. */
export interface Failure {
  readonly kind: 'unavailable' | 'unknown' | 'schema';
  readonly message: string;
}
