import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';

/**
 * The file that stops every entry of a store while it is there: as configured, else beside the database, else in the
 * working directory. One for all accounts of the store, by whichever path it is reached.
 */
export function killFlagPath(
  { killFlag, store }: Pick<Settings, 'killFlag' | 'store'>,
  directory: string,
): string {
  if (killFlag !== undefined) return killFlag;
  return store.startsWith('sqlite:')
    ? `${real(resolve(directory, store.slice('sqlite:'.length)))}.kill`
    : resolve(directory, 'tradewarden.kill');
}

/** Without links; of a database that is gone, beside where it was. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return path;
    }
  }
}
