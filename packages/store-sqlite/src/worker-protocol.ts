import type {
  CommitResult,
  DriverCommit,
  LogHead,
  ReadQuery,
  ScanQuery,
  StoreDescription,
  StoredEntry,
  StoredLogEntry,
} from '@tradewarden/core';
import type { FileIdentity } from './file-identity.ts';

/** What the worker is started with. */
export interface WorkerSettings {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
  /** How long to wait for the lock of another process. */
  readonly lockWaitMs: number;
  /** Writes nothing, not even beside the file, which must be there. */
  readonly readOnly: boolean;
  readonly integrityCheck: 'when-due' | 'always';
  /** Space kept beside the file for commits that take risk away; 0: none. */
  readonly headroomBytes?: number;
  /** The machine's time, in epoch milliseconds. */
  readonly openedAt: number;
  /** When a thread takes over from one that died: the file it must find. It then makes no new one. */
  readonly expected?: FileIdentity;
  /** Opens it although its file is being replaced: by whoever does that. */
  readonly replacing?: boolean;
}

/** What the worker does, and in which shape. `now` is the time on the store's clock, in epoch milliseconds. */
export interface WorkerCalls {
  get(keys: readonly string[], now: number): readonly (StoredEntry | null)[];
  counters(names: readonly string[]): readonly number[];
  scan(query: ScanQuery, now: number): readonly StoredEntry[];
  commit(batch: readonly DriverCommit[], now: number): readonly CommitResult[];
  read(log: string, query: ReadQuery): readonly StoredLogEntry[];
  head(log: string): LogHead;
  /** Forgets some of the entries up to `upTo`, oldest first; false when there are more. */
  trim(log: string, upTo: number): boolean;
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

export interface EngineFacts extends Pick<StoreDescription, 'durability' | 'engineVersion' | 'settings'> {
  readonly schema: number;
  readonly identity: FileIdentity;
}

/** An error on its way between the threads: unavailable = surely not applied, unknown = nobody can tell. */
export interface Failure {
  readonly kind: 'unavailable' | 'unknown' | 'schema';
  readonly message: string;
  /** The pages contradict each other, or are no database: nothing but a backup helps. */
  readonly damaged?: true;
}
