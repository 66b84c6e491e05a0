import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '@tradewarden/core';
import { lockHolders } from './lock-holders.ts';
import { LockWait } from './lock-wait.ts';
import { openDatabase } from './open-database.ts';
import { ReplaceMark } from './replace-mark.ts';
import { isDamage, SqliteFailure, toFailure } from './sqlite-failure.ts';
import { syncPath } from './sync-path.ts';
import { toError } from './worker-thread.ts';

export interface ReplaceRequest {
  /** The database that is replaced; it need not be there. */
  readonly path: string;
  /** The one that takes its place: whole, closed, in the same directory. Gone afterwards. */
  readonly staged: string;
  /** A free name in the same directory that the former one is kept under, with its journal. */
  readonly kept: string;
}

const journals = ['-wal', '-shm'];
const lockWaitMs = 4500;

/**
 * Puts a finished database in the place of another that no process uses. A damaged one is replaced too: that is what
 * it is for. Returns where the former one is kept. Whoever dies in between leaves the former one as it was, the new
 * one, or a database that nobody can open and `kept`; the same call again comes to the end.
 * @throws {StoreUnavailableError} | {StoreSchemaError} in use, another program's, newer, no space, `kept` is taken:
 *   nothing was changed.
 */
export async function replaceDatabase(request: ReplaceRequest): Promise<string | undefined> {
  const path = resolve(request.path);
  try {
    return replace(path, resolve(request.staged), resolve(request.kept));
  } catch (error) {
    throw toError(toFailure(error, path));
  }
}

function replace(path: string, staged: string, asked: string): string | undefined {
  syncPath(staged);
  // From here on nobody opens it, so that what is found free stays free.
  const mark = ReplaceMark.set(path, asked);
  try {
    takeAway(path, mark);
    renameSync(staged, path);
    syncPath(dirname(path));
    mark.remove();
    return existsSync(mark.kept) ? mark.kept : undefined;
  } finally {
    mark.leave();
  }
}

/** Keeps what stands at the path; once that is done, nobody can have opened it since. */
function takeAway(path: string, mark: ReplaceMark): void {
  const { kept } = mark;
  if (existsSync(path) && !existsSync(kept)) {
    try {
      assertFree(path);
      keep(path, kept);
    } catch (error) {
      if (!existsSync(kept)) mark.remove();
      throw error;
    }
  }
  for (const suffix of journals) if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
  syncPath(dirname(path));
}

/**
 * Plays the journal into the file, where both are whole; a damaged file keeps its journal beside it. Whoever uses a
 * damaged one from another container, or on a system that names nobody, is not seen: its calls fail from then on.
 */
function assertFree(path: string): void {
  assertUnused(path, lockHolders(path));
  if (statSync(path).size === 0) return;
  try {
    // Only to read at first: closing a connection that writes would move the journal into the damaged file.
    open(path, true).close();
    settle(open(path, false));
  } catch (error) {
    if (isDamage(error)) return;
    throw error;
  }
  // Only the last connection takes the journal away.
  if (existsSync(`${path}-wal`)) assertUnused(path, [...lockHolders(path), 0]);
}

function open(path: string, readOnly: boolean): DatabaseSync {
  const settings = { path, synchronous: 'full', lockWaitMs, readOnly, replacing: true } as const;
  const openedAt = systemClock.now();
  return openDatabase({ ...settings, integrityCheck: 'when-due', openedAt }, new LockWait(path, lockWaitMs));
}

function settle(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

function assertUnused(path: string, [holder]: readonly number[]): void {
  if (holder === undefined) return;
  const who = holder === 0 ? 'another process' : `process ${holder}`;
  throw new SqliteFailure(
    'unavailable',
    `${path} is in use by ${who}; stop it, and restore again: nothing was changed`,
  );
}

/** A second name for the file, which the first does not lose; a copy where the disk knows no second names. */
function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    const partial = `${kept}.partial`;
    try {
      copyFileSync(path, partial);
      syncPath(partial);
      renameSync(partial, kept);
    } finally {
      rmSync(partial, { force: true });
    }
  }
}

/** Removes a database and what SQLite leaves beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...journals, '-headroom']) rmSync(path + suffix, { force: true });
}
