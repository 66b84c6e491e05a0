import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDamage, SqliteFailure, toFailure } from './sqlite-failure.ts';
import type { LockWait } from './lock-wait.ts';
import { openDatabase } from './open-database.ts';
import { readPragma } from './read-pragma.ts';
import { syncPath } from './sync-path.ts';

export interface CopyRequest {
  readonly path: string;
  /** Must not exist. */
  readonly file: string;
  readonly openedAt: number;
  readonly lockWaitMs: number;
}

/**
 * Copies a database as it is at one moment, while others go on committing. The copy grows under another name and
 * gets its own only when it is whole, checked and synced, so that no half copy can be taken for a backup.
 * @throws {SqliteFailure} unavailable; then nothing is left behind.
 */
export function copyDatabase({ path, file, openedAt, lockWaitMs }: CopyRequest, wait: LockWait): void {
  assertAbsent(file);
  const partial = `${file}.partial-${randomUUID()}`;
  let isNamed = false;
  try {
    // SQLite fills an empty file and keeps its mode.
    closeSync(openSync(partial, 'wx', 0o600));
    const settings = { path, openedAt, lockWaitMs, synchronous: 'full', integrityCheck: 'when-due' } as const;
    const database = openDatabase({ ...settings, readOnly: true }, wait);
    try {
      wait.untilFree(() => database.prepare('VACUUM INTO ?').run(partial));
    } finally {
      database.close();
    }
    assertWholeCopy(partial);
    syncPath(partial);
    reserve(file);
    isNamed = true;
    renameSync(partial, file);
    syncPath(dirname(file));
  } catch (error) {
    rmSync(partial, { force: true });
    if (isNamed) rmSync(file, { force: true });
    throw describeFailure(error, path, file);
  }
}

const exists = (file: string, cause?: unknown): SqliteFailure =>
  new SqliteFailure('unavailable', `${file} exists already; name a new file for the copy`, cause);

function assertAbsent(file: string): void {
  if (existsSync(file)) throw exists(file);
}

/** Takes the name for ourselves: renaming would replace what another process put there meanwhile. */
function reserve(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    throw existsSync(file) ? exists(file, error) : error;
  }
}

function assertWholeCopy(partial: string): void {
  const copy = new DatabaseSync(partial, { readOnly: true });
  try {
    const answer = readPragma(copy, 'integrity_check(1)');
    if (answer === 'ok') return;
    throw new SqliteFailure('unavailable', `the copy is damaged (${String(answer)}); look at the disk`);
  } finally {
    copy.close();
  }
}

/** SQLite does not say which of the two files failed; only the source can be damaged, and only the copy grows. */
function describeFailure(error: unknown, path: string, file: string): SqliteFailure {
  if (error instanceof SqliteFailure) return error;
  if (isDamage(error)) return SqliteFailure.damage(toFailure(error, path).message, error);
  return new SqliteFailure('unavailable', toFailure(error, file).message, error);
}
