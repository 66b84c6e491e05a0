import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Clock, memoryStore, type Store } from '@tradewarden/core';
import { openPostgresStore, postgresStoreExists } from '@tradewarden/store-postgres';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { UsageError } from '../console/usage-error.ts';

export interface OpenedStore {
  readonly store: Store;
  /** For people. */
  readonly location: string;
}

interface StoreLimit {
  /** How long one call may take; default as the store says. */
  readonly deadlineMs?: number;
}

const isPostgres = (name: string): boolean => /^postgres(?:ql)?:\/\//.test(name);

/** The name without what follows its kind: an address may hold a password, also one with a misspelt kind. */
const forPeople = (name: string): string =>
  name.startsWith('sqlite:') ? name : name.replace(/:(\/\/|).*/s, ':$1…');

/** Opens what `memory:`, `sqlite:PATH` or `postgres://…` names. @throws {UsageError} unknown. @throws {StoreUnavailableError} cannot be opened. */
export async function openNamedStore(
  name: string,
  directory: string,
  clock: Clock,
  limit: StoreLimit = {},
): Promise<OpenedStore> {
  if (name === 'memory:') return { store: memoryStore({ clock }), location: 'memory' };
  if (isPostgres(name)) {
    const store = await openPostgresStore({ url: name, clock, ...limit });
    return { store, location: store.description.location };
  }
  if (!name.startsWith('sqlite:') || name.length <= 'sqlite:'.length) {
    throw new UsageError(
      `store ${forPeople(name)}: unknown; use memory:, sqlite:PATH or postgres://USER@HOST/DATABASE`,
    );
  }
  const path = resolve(directory, name.slice('sqlite:'.length));
  return { store: await openSqliteStore({ path, clock, ...limit }), location: path };
}

/** Whether the named store holds anything that could be read: a look must make neither a database nor tables. */
export async function storeExists(name: string, directory: string): Promise<boolean> {
  if (isPostgres(name)) return postgresStoreExists({ url: name });
  return !name.startsWith('sqlite:') || existsSync(resolve(directory, name.slice('sqlite:'.length)));
}

/** Opens a store to look into it. @throws {UsageError} there is none. */
export async function openExistingStore(
  name: string,
  directory: string,
  clock: Clock,
  limit: StoreLimit = {},
): Promise<OpenedStore> {
  if (!(await storeExists(name, directory)))
    throw new UsageError(`store ${forPeople(name)}: there is no database; name another with --store`);
  return openNamedStore(name, directory, clock, limit);
}
