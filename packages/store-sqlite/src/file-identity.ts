import { statSync } from 'node:fs';
import { SqliteFailure } from './sqlite-failure.ts';

/** Which file stands at a path. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
}

/** @throws {SqliteFailure} unavailable: there is none. */
export function identityOf(path: string): FileIdentity {
  const found = find(path);
  if (found !== undefined) return found;
  throw new SqliteFailure(
    'unavailable',
    `${path} is gone; put it back, or start the program again without it`,
  );
}

/** @throws {SqliteFailure} unavailable: another file, or none, stands at the path. */
export function assertSameFile(path: string, expected: FileIdentity): void {
  const { device, inode } = identityOf(path);
  if (device === expected.device && inode === expected.inode) return;
  throw new SqliteFailure(
    'unavailable',
    `${path} was replaced by another file while it was in use; nothing was written. Put the old one back, or start the program again to work with the new one`,
  );
}

function find(path: string): FileIdentity | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : { device: stats.dev, inode: stats.ino };
}
