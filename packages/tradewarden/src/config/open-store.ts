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
