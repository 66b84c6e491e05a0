import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Store } from '@tradewarden/core';
import { auditKeys, auditOrigin, KeyFolder } from '@tradewarden/core/audit';
import { postgresLocation } from '@tradewarden/store-postgres';
import type { Settings } from '../config/settings.ts';

type Named = Pick<Settings, 'store' | 'account' | 'audit'>;

/**
 * The folder that `audit.keys` names, else one beside a database file, or in the working directory one for each
 * PostgreSQL database; `undefined` in memory, which is not signed.
 */
export function keyFolderOf({ store, account, audit }: Named, directory: string): KeyFolder | undefined {
  const folder = (path: string): KeyFolder => new KeyFolder(resolve(directory, path), auditOrigin(account));
  if (store === 'memory:') return undefined;
  if (audit.keys !== undefined) return folder(audit.keys);
  if (store.startsWith('sqlite:')) return folder(`${store.slice('sqlite:'.length)}.audit-keys`);
  return folder(`${databaseName(store)}.audit-keys`);
}

/**
 * The folder with the keys of this log. All PostgreSQL databases once shared one: it stays in use where the log was
 * sealed with a key that is in it and not in the folder of its own.
 */
export async function openKeyFolder(
  store: Store,
  settings: Named,
  directory: string,
): Promise<KeyFolder | undefined> {
  const own = keyFolderOf(settings, directory);
  const shared = resolve(directory, 'tradewarden.db.audit-keys');
  if (own === undefined || settings.audit.keys !== undefined) return own;
  if (settings.store.startsWith('sqlite:') || !existsSync(shared)) return own;
  const sealedWith = new Set((await auditKeys(store, settings.account)).map(({ vkey }) => vkey));
  const holds = async (folder: KeyFolder): Promise<boolean> =>
    (await folder.signers()).some(({ vkey }) => sealedWith.has(vkey));
  const earlier = new KeyFolder(shared, auditOrigin(settings.account));
  return !(await holds(own)) && (await holds(earlier)) ? earlier : own;
}

/** Host, port, database and namespace: never a user or a password. The hash keeps apart what reads alike as a name. */
function databaseName(store: string): string {
  const location = postgresLocation({ url: store });
  const readable = location.replaceAll(/[^A-Za-z0-9.]+/g, '-').slice(0, 80);
  return `postgres-${readable}-${createHash('sha256').update(location).digest('hex').slice(0, 8)}`;
}
