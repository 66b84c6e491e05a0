import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';

/**
 * The file that stops every entry of a store while it is there: as configured, else beside the database, else in the
 * working directory. One for all accounts of the store.
 */
export function killFlagPath({ killFlag, store }: Settings, directory: string): string {
  if (killFlag !== undefined) return killFlag;
  return store.startsWith('sqlite:')
    ? `${resolve(directory, store.slice('sqlite:'.length))}.kill`
    : resolve(directory, 'tradewarden.kill');
}
