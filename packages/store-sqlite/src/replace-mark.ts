import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isBusy, SqliteFailure, toFailure } from './sqlite-failure.ts';
import { syncPath } from './sync-path.ts';

const markOf = (path: string): string => `${path}-replacing`;

/** @throws {SqliteFailure} unavailable: a replacement is under way, or died. */
export function assertNoMark(path: string): void {
  if (!existsSync(markOf(path))) return;
  throw new SqliteFailure(
    'unavailable',
    `${path} is being replaced, or that was interrupted (${markOf(path)} is there); restore the backup once more`,
  );
}

/**
 * Stands beside a database while its file is replaced, and is left there by whoever dies meanwhile. What stands at
 * the path then may lack its journal, or have one that belongs to another file: so nobody may open it, neither to
 * write nor to read, until a replacement has come to its end. It is a database itself, because the system takes the
 * lock of a dead process away: a mark without a lock is one that was left.
 */
export class ReplaceMark {
  /** Where the former database is kept, as the first who began has said. */
  readonly kept: string;
  readonly #path: string;
  readonly #database: DatabaseSync;

  private constructor(path: string, database: DatabaseSync, kept: string) {
    this.kept = kept;
    this.#path = path;
    this.#database = database;
  }

  /** Synced before it returns. @throws {SqliteFailure} unavailable: somebody else replaces the file just now, or `kept` is taken. */
  static set(path: string, kept: string): ReplaceMark {
    const mark = markOf(path);
    closeSync(openSync(mark, 'a', 0o600));
    const { ino, size } = statSync(mark);
    const database = opened(mark, path);
    let isNew = size === 0;
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE');
      // The one before may have removed it between our opening and our lock.
      const found = statSync(mark, { throwIfNoEntry: false });
      isNew = found?.ino === ino && found.size === 0;
      if (found?.ino !== ino) throw underWay(path);
      database.exec('CREATE TABLE IF NOT EXISTS mark (kept TEXT NOT NULL) STRICT');
      const begun = database.prepare('SELECT kept FROM mark').get()?.['kept'];
      if (begun === undefined) {
        // From here on what has this name is the former database.
        assertFree(kept);
        database.prepare('INSERT INTO mark VALUES (?)').run(kept);
      }
      database.exec('COMMIT');
      syncPath(dirname(mark));
      return new ReplaceMark(path, database, begun === undefined ? kept : String(begun));
    } catch (error) {
      // Nothing had begun. While it is locked nobody else begins under it; on a full disk nobody gets that far.
      if (isNew && !isBusy(error)) removeFiles(mark);
      database.close();
      if (isBusy(error)) throw underWay(path);
      if (error instanceof SqliteFailure) throw error;
      throw new SqliteFailure('unavailable', toFailure(error, mark).message, error);
    }
  }

  /** The database may be opened again. */
  remove(): void {
    removeFiles(markOf(this.#path));
    syncPath(dirname(this.#path));
    this.leave();
  }

  /** Leaves it standing, for the next one to go on. */
  leave(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** SQLite makes none: one that it made after the other was removed would be left behind. */
function opened(mark: string, path: string): DatabaseSync {
  const url = pathToFileURL(mark);
  url.searchParams.set('mode', 'rw');
  try {
    return new DatabaseSync(url, { timeout: 0 });
  } catch (error) {
    if (existsSync(mark)) throw error;
    throw underWay(path);
  }
}

/** Nothing, and no journal, has the name under which the former database is to be kept. */
function assertFree(kept: string): void {
  const taken = ['', '-wal', '-shm'].map((suffix) => kept + suffix).find((file) => existsSync(file));
  if (taken === undefined) return;
  throw new SqliteFailure(
    'unavailable',
    `${taken} exists already, and the former database was to be kept there; move it away, or name another: nothing was changed`,
  );
}

function removeFiles(mark: string): void {
  for (const suffix of ['', '-journal']) rmSync(mark + suffix, { force: true });
}

const underWay = (path: string): SqliteFailure =>
  new SqliteFailure('unavailable', `${path} is being replaced by another process; wait for its end`);
