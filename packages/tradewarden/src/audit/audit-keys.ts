import { resolve } from 'node:path';
import type { Store } from '@tradewarden/core';
import { auditKeys, auditOrigin, KeyFolder, sealAudit } from '@tradewarden/core/audit';

/** Where the keys of an account's log are: beside a database file; `undefined` in memory, which is not signed. */
export function keyFolderOf(store: string, account: string, directory: string): KeyFolder | undefined {
  if (store === 'memory:') return undefined;
  const path = store.startsWith('sqlite:') ? store.slice('sqlite:'.length) : 'tradewarden.db';
  return new KeyFolder(`${resolve(directory, path)}.audit-keys`, auditOrigin(account));
}

/** Seals everything now, signed; makes the key of a log that has none. Returns how many records were sealed. */
export async function sealSigned(
  store: Store,
  account: string,
  folder: KeyFolder | undefined,
): Promise<number> {
  if (folder === undefined) return sealAudit(store, account);
  const held = await folder.signers();
  const none = held.length === 0 && (await auditKeys(store, account)).length === 0;
  const signers = none ? [await folder.create()] : held;
  const sealed = await sealAudit(store, account, { signers });
  await folder.remember(await auditKeys(store, account));
  return sealed;
}
