import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SqliteFailure } from './sqlite-failure.ts';

/** `f_type` of file systems where the shared memory of WAL does not work between machines. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9p'],
]);

/**
 * Makes the directory (0700) and the file (0600) where they are missing. What exists keeps its mode: the owner
 * may share it on purpose. The files that SQLite adds (-wal, -shm) get the mode of the file itself.
 * @throws {SqliteFailure} unavailable: no permission, no directory, or a network file system.
 */
export function prepareStoreFile(path: string): void {
  const directory = dirname(path);
  try {
    makeDirectory(directory);
    // Closing a file that is there would take away the locks that this process holds on it through SQLite.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === true)
      accessSync(path, constants.R_OK | constants.W_OK);
    else closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SqliteFailure('unavailable', `${path} cannot be opened for writing: ${reason}`, error);
  }
  assertLocal(statfsSync(directory).type, path);
}

/** @throws {SqliteFailure} unavailable: there is no such file, or it is empty. */
export function assertStoreFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() === true && stats.size > 0) return;
  const found = stats === undefined ? 'does not exist' : 'is not the file of a store';
  throw new SqliteFailure('unavailable', `${path} ${found}; name another`);
}

/** Not mkdir's own `recursive`: where a file system refuses new directories, as /proc does, that never returns. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process that opens the same store may have been faster.
    if (!existsSync(directory)) throw error;
  }
}

/** @throws {SqliteFailure} when `type`, as statfs tells it, is a network file system. */
export function assertLocal(type: number, path: string): void {
  const fileSystem = networkFileSystems.get(type);
  if (fileSystem === undefined) return;
  throw new SqliteFailure(
    'unavailable',
    `${path} is on a network file system (${fileSystem}), where SQLite loses data; use a local disk, or PostgreSQL`,
  );
}
