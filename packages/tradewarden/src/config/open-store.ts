import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Clock, memoryStore, type Store } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { UsageError } from '../console/usage-error.ts';

export interface OpenedStore {
  readonly store: Store;
  /** For people. */
  readonly location: string;
}

/** Opens what `memory:` or `sqlite:PATH` names. @throws {UsageError} unknown. @throws {StoreUnavailableError} cannot be opened. */
export async function openNamedStore(name: string, directory: string, clock: Clock): Promise<OpenedStore> {
  if (name === 'memory:') return { store: memoryStore({ clock }), location: 'memory' };
  if (!name.startsWith('sqlite:') || name.length <= 'sqlite:'.length) {
    throw new UsageError(`store ${name}: unknown; use memory: or sqlite:PATH`);
  }
  const path = resolve(directory, name.slice('sqlite:'.length));
  return { store: await openSqliteStore({ path, clock }), location: path };
}

/** Whether the named store holds anything that could be read: a look must not make a database. */
export const storeExists = (name: string, directory: string): boolean =>
  !name.startsWith('sqlite:') || existsSync(resolve(directory, name.slice('sqlite:'.length)));

/** Opens a store to look into it. @throws {UsageError} there is none. */
export function openExistingStore(name: string, directory: string, clock: Clock): Promise<OpenedStore> {
  if (!storeExists(name, directory))
    throw new UsageError(`store ${name}: there is no database; name another with --store`);
  return openNamedStore(name, directory, clock);
}
