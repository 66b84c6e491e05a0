import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { engineVersion } from './engine-facts.ts';
import { assertWhole } from './integrity.ts';
import type { LockWait } from './lock-wait.ts';
import { currentSchema, migrate, readSchema } from './migrations.ts';
import { readPragma } from './read-pragma.ts';
import { assertNoMark } from './replace-mark.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { WorkerSettings } from './worker-protocol.ts';

/** Older ones can lose commits when a checkpoint meets a writer: https://sqlite.org/wal.html#walreset */
const oldestEngine = [3, 51, 3] as const;

/**
 * Opens the file for use by several processes of one host, whole, current and durable, or not at all.
 * @throws {SqliteFailure} with what to do.
 */
export function openDatabase(settings: WorkerSettings, wait: LockWait): DatabaseSync {
  const { path, readOnly, replacing = false } = settings;
  if (!replacing) assertNoMark(path);
  if (!readOnly) peek(path, wait);
  const database = readOnly ? openToRead(path) : new DatabaseSync(path, { timeout: 0 });
  try {
    assertEngine(wait.untilFree(() => engineVersion(database)));
    const schema = wait.untilFree(() => readSchema(database, path));
    if (readOnly) assertCurrent(schema, path);
    else wait.untilFree(() => setUp(database, settings));
    // Again, now that whoever replaces it can see that it is in use.
    if (!replacing) assertNoMark(path);
    if (schema > 0) wait.untilFree(() => assertWhole(database, settings));
    if (!readOnly) wait.untilFree(() => migrate(database, path, wait));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Closing after a refusal would move the journal of a dead process into the file, so whose it is is read before. */
function peek(path: string, wait: LockWait): void {
  if (!existsSync(`${path}-wal`)) return;
  const database = new DatabaseSync(path, { readOnly: true, timeout: 0 });
  try {
    wait.untilFree(() => readSchema(database, path));
  } finally {
    database.close();
  }
}

/** Without a journal beside it the file rests, so that SQLite need not make one to read it. */
function openToRead(path: string): DatabaseSync {
  const live = existsSync(`${path}-wal`);
  const resting = new URL('?immutable=1', pathToFileURL(path));
  return new DatabaseSync(live ? path : resting, { readOnly: true, timeout: 0 });
}

function assertCurrent(schema: number, path: string): void {
  if (schema === currentSchema) return;
  const found = schema === 0 ? 'holds no store' : `has schema ${schema}, older than this program's`;
  throw new SqliteFailure('unavailable', `${path} ${found}; open it once for writing`);
}

export function assertEngine(version: string): void {
  const found = version.split('.').map(Number);
  for (const [index, least] of oldestEngine.entries()) {
    const part = found[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      const message = `SQLite ${version} can lose commits; use a Node whose node:sqlite has ${oldestEngine.join('.')}`;
      throw new SqliteFailure('unavailable', `${message} or newer (Node 24.15)`);
    }
  }
}

/**
 * Pages in the journal from which on a commit moves them into the file: 16 MB. A commit writes about eleven pages, so
 * with SQLite's own 1,000 every ninetieth waited for two more syncs. Below 4,062 one table of the shared memory holds
 * the whole journal, so that a page is found at the first look.
 */
const checkpointPages = 4000;

/** Every setting that durability rests on is read back. */
function setUp(database: DatabaseSync, { path, synchronous }: WorkerSettings): void {
  const journal = readPragma(database, 'journal_mode = WAL');
  if (journal !== 'wal') {
    throw new SqliteFailure(
      'unavailable',
      `${path} cannot use WAL (journal is ${String(journal)}); use a local disk`,
    );
  }
  const level = synchronous === 'full' ? 2 : 1;
  database.exec(`PRAGMA synchronous = ${level};
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;`);
  if (readPragma(database, 'synchronous') !== level) {
    throw new SqliteFailure('unavailable', `${path}: SQLite did not accept synchronous = ${synchronous}`);
  }
}
