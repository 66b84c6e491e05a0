import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

  /** Synced before it returns. @throws {SqliteFailure} unavailable: somebody else replaces the file just now. */
  static set(path: string, kept: string): ReplaceMark {
    const mark = markOf(path);
    closeSync(openSync(mark, 'a', 0o600));
    const { ino } = statSync(mark);
    const database = new DatabaseSync(mark, { timeout: 0 });
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE');
      // The one before may have removed it between our opening and our lock.
      if (statSync(mark, { throwIfNoEntry: false })?.ino !== ino) throw underWay(path);
      database.exec('CREATE TABLE IF NOT EXISTS mark (kept TEXT NOT NULL) STRICT');
      const begun = database.prepare('SELECT kept FROM mark').get()?.['kept'];
      if (begun === undefined) database.prepare('INSERT INTO mark VALUES (?)').run(kept);
      database.exec('COMMIT');
      syncPath(dirname(mark));
      return new ReplaceMark(path, database, begun === undefined ? kept : String(begun));
    } catch (error) {
      database.close();
      if (isBusy(error)) throw underWay(path);
      if (error instanceof SqliteFailure) throw error;
      // Without a word in it, as on a full disk, nothing had begun.
      if (statSync(mark).size === 0) removeFiles(mark);
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

function removeFiles(mark: string): void {
  for (const suffix of ['', '-journal']) rmSync(mark + suffix, { force: true });
}

const underWay = (path: string): SqliteFailure =>
  new SqliteFailure('unavailable', `${path} is being replaced by another process; wait for its end`);
