import { accessSync, constants, statfsSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the system says about a place that could not be written; SQLite itself says "disk I/O error" to all of it. */
export function troubleAt(path: string): 'full' | 'readOnly' | undefined {
  const directory = dirname(path);
  try {
    accessSync(directory, constants.W_OK);
    if (statfsSync(directory).bavail === 0) return 'full';
    // After an error of the disk the system still grants access, and refuses only when something is written.
    const { atime, mtime } = statSync(directory);
    utimesSync(directory, atime, mtime);
    return undefined;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return code === 'EROFS' || code === 'EACCES' ? 'readOnly' : undefined;
  }
}
