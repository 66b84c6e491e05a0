import { DatabaseSync } from 'node:sqlite';
import type { LockWait } from './lock-wait.ts';
import { migrate, readSchema } from './migrations.ts';
import { readPragma } from './read-pragma.ts';
import { SqliteFailure } from './sqlite-failure.ts';
import type { WorkerSettings } from './worker-protocol.ts';

/** Older ones can lose commits when a checkpoint meets a writer: https://sqlite.org/wal.html#walreset */
const oldestEngine = [3, 51, 3] as const;

/**
 * Opens the file for use by several processes of one host, whole, current and durable, or not at all.
 * @throws {SqliteFailure} with what to do.
 */
export function openDatabase(settings: WorkerSettings, wait: LockWait): DatabaseSync {
  const { path } = settings;
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    assertEngine(engineVersion(database));
    wait.untilFree(() => readSchema(database, path));
    wait.untilFree(() => setUp(database, settings));
    wait.untilFree(() => assertWhole(database, path));
    wait.untilFree(() => migrate(database, path, wait));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

export function engineVersion(database: DatabaseSync): string {
  return String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
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
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;`);
  if (readPragma(database, 'synchronous') !== level) {
    throw new SqliteFailure('unavailable', `${path}: SQLite did not accept synchronous = ${synchronous}`);
  }
}

function assertWhole(database: DatabaseSync, path: string): void {
  const answer = readPragma(database, 'quick_check(1)');
  if (answer === 'ok') return;
  throw new SqliteFailure('unavailable', `${path} is damaged (${String(answer)}); restore a backup`);
}
