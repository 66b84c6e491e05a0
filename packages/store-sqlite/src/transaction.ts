import type { DatabaseSync } from 'node:sqlite';
import type { LockWait } from './lock-wait.ts';
import { isCertainAtCommit, sentenceOf, SqliteFailure } from './sqlite-failure.ts';

/**
 * Runs `body` as the only writer and commits; an error of `body` undoes everything.
 * @throws {SqliteFailure} unknown, when COMMIT itself failed in a way that may still leave its frames in the file.
 */
export function inTransaction<T>(database: DatabaseSync, wait: LockWait, body: () => T): T {
  wait.untilFree(() => database.exec('BEGIN IMMEDIATE'));
  let result: T;
  try {
    result = body();
  } catch (error) {
    rollBack(database);
    throw error;
  }
  commit(database);
  return result;
}

/** Runs several reads on one snapshot. */
export function inSnapshot<T>(database: DatabaseSync, body: () => T): T {
  database.exec('BEGIN');
  try {
    return body();
  } finally {
    rollBack(database);
  }
}

function commit(database: DatabaseSync): void {
  try {
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    if (isCertainAtCommit(error)) throw error;
    const what = sentenceOf(error, database.location() ?? 'the database');
    throw new SqliteFailure(
      'unknown',
      `${what}: COMMIT failed, and nobody can tell whether it was applied`,
      error,
    );
  }
}

/** SQLite may have rolled back by itself, after a full disk for instance. */
function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}
