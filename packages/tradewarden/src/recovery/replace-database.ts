import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { UsageError } from '../console/usage-error.ts';

const journals = ['-wal', '-shm'];

/**
 * Puts a finished database in the place of `path` in one step, so that whoever dies meanwhile leaves the one or
 * the other there. What stood there is kept as `kept`. @throws {UsageError} another process uses it.
 */
export async function replaceDatabase(staged: string, path: string, kept: string): Promise<void> {
  sync(staged);
  if (existsSync(path)) {
    await settleJournal(path);
    keep(path, kept);
  }
  for (const suffix of journals) if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
  renameSync(staged, path);
  sync(dirname(path));
}

/** A journal left beside the file would be played into the new one. A damaged file keeps its own, moved with it. */
async function settleJournal(path: string): Promise<void> {
  try {
    await (await openSqliteStore({ path })).close();
  } catch {
    return;
  }
  if (existsSync(`${path}-wal`))
    throw new UsageError(`${path} is in use by another process; stop it, and restore again`);
}

/** A second name for the file, which the first does not lose; a copy where the disk knows no second names. */
function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    copyFileSync(path, kept);
    sync(kept);
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a database and what SQLite leaves beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', ...journals]) rmSync(path + suffix, { force: true });
}
