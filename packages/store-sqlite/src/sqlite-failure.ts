import { troubleAt } from './file-trouble.ts';
import type { Failure } from './worker-protocol.ts';

/** A failure with its sentence for people; it crosses to the main thread as plain data. */
export class SqliteFailure extends Error {
  readonly kind: Failure['kind'];
  readonly damaged?: true;

  constructor(kind: Failure['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }

  /** Of a disk that has only the space that is kept for what takes risk away. */
  static full(path: string): SqliteFailure {
    return new SqliteFailure('unavailable', `${path} ${sentences.get(codes.full) ?? ''} (the rest is kept)`);
  }

  /** Of a file whose pages contradict each other. */
  static damage(message: string, cause?: unknown): SqliteFailure {
    return Object.assign(new SqliteFailure('unavailable', message, cause), { damaged: true as const });
  }
}

/** Primary result codes of SQLite: https://sqlite.org/rescode.html */
const codes = {
  busy: 5,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notDatabase: 26,
} as const;

const sentences: ReadonlyMap<number, string> = new Map([
  [codes.busy, 'is locked by another process; stop the one that holds it'],
  [
    codes.readOnly,
    'is read-only; give this user write permission to the file and its directory, on a disk that is mounted for writing',
  ],
  [codes.inputOutput, 'could not be read or written; look at the disk and its log'],
  [codes.corrupt, 'is damaged; stop all writers and restore a backup'],
  [codes.full, 'could not grow: the disk is full; free some space'],
  [codes.cannotOpen, 'could not be opened; look at the path and its permissions'],
  [codes.notDatabase, 'is not a SQLite database; choose another path or restore a backup'],
]);

/** 0 for errors that do not come from SQLite. */
function primaryCode(error: unknown): number {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'errcode') : undefined;
  return typeof code === 'number' ? code % 256 : 0;
}

/** Pages that contradict each other, or a file that is no database (any more). */
export function isDamage(error: unknown): boolean {
  if (error instanceof SqliteFailure) return error.damaged === true;
  const code = primaryCode(error);
  return code === codes.corrupt || code === codes.notDatabase;
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === codes.busy;
}

/** Whether nothing was written because the disk has no space left. An unknown COMMIT is none of these. */
export function isFull(error: unknown, path: string): boolean {
  if (error instanceof SqliteFailure) return false;
  const code = primaryCode(error);
  if (code === codes.full) return true;
  return (code === codes.inputOutput || code === codes.cannotOpen) && troubleAt(path) === 'full';
}

/**
 * Whether a COMMIT that fails this way has surely left nothing behind: the lock was not given, or the last frame
 * did not fit on the disk. After any other failure the frames may be in the file, and come back after a crash.
 */
export function isCertainAtCommit(error: unknown): boolean {
  const certain: readonly number[] = [codes.busy, codes.readOnly, codes.full];
  return certain.includes(primaryCode(error));
}

/** The failure to report for whatever was thrown while working on the file. */
export function toFailure(error: unknown, path: string): Failure {
  const damaged = isDamage(error) ? { damaged: true as const } : {};
  if (error instanceof SqliteFailure) return { kind: error.kind, message: error.message, ...damaged };
  return { kind: 'unavailable', message: sentenceOf(error, path), ...damaged };
}

/** What is wrong, what to do, and the raw text. */
export function sentenceOf(error: unknown, path: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  const code = primaryCode(error);
  const trouble = code === codes.inputOutput || code === codes.cannotOpen ? troubleAt(path) : undefined;
  const sentence = sentences.get(trouble === undefined ? code : codes[trouble]) ?? 'could not be used';
  return `${path} ${sentence} (${reason})`;
}
