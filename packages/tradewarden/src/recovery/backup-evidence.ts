import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Store } from '@tradewarden/core';
import {
  anchorNotes,
  type AuditKey,
  auditKeys,
  auditOrigin,
  type KeyFolder,
  lastCheckpoint,
  parseCheckpoint,
} from '@tradewarden/core/audit';
import { anchorFilesOf, originOf } from '../audit/audit-anchors.ts';
import { keyFolderOf } from '../audit/audit-keys.ts';
import type { Settings } from '../config/settings.ts';

/** What lies outside a backup and says something about it: keys, and checkpoints that were kept elsewhere. */
export interface BackupEvidence {
  readonly keys: readonly AuditKey[];
  /** Checkpoints up to the newest of the backup: each must agree. */
  readonly anchors: readonly string[];
  /** Records that a checkpoint kept elsewhere covers and the backup does not have. */
  readonly lost: number;
  /** Where its private keys are looked for. */
  readonly folder: string | undefined;
  /** The public keys that it is sealed with and whose private keys are not in that folder. */
  readonly missing: readonly string[];
}

/** For one account of a backup that is to stand where the settings point to. */
export async function evidenceOf(
  backup: Store,
  settings: Settings,
  directory: string,
): Promise<BackupEvidence> {
  const { account } = settings;
  const folder = keyFolderOf(settings, directory);
  const size = parseCheckpoint((await lastCheckpoint(backup, account)) ?? '')?.size ?? 0;
  // In an emergency what is not there must keep nobody from restoring: it only proves less.
  const files = anchorFilesOf(settings, directory).filter((file) => existsSync(file));
  const texts = await Promise.all(files.map(async (file) => readFile(file, 'utf8')));
  const notes = texts.flatMap(anchorNotes).filter((note) => originOf(note) === auditOrigin(account));
  const sizes = notes.map((note) => parseCheckpoint(note)?.size ?? 0);
  return {
    keys: (await folder?.trusted()) ?? [],
    anchors: notes.filter((_, index) => (sizes[index] ?? 0) <= size),
    lost: Math.max(0, ...sizes.map((anchored) => anchored - size)),
    folder: folder?.path,
    missing: await missingFrom(backup, account, folder),
  };
}

async function missingFrom(
  backup: Store,
  account: string,
  folder: KeyFolder | undefined,
): Promise<readonly string[]> {
  const held = new Set((await folder?.signers())?.map(({ vkey }) => vkey));
  const inUse = (await auditKeys(backup, account)).filter(({ toSize }) => toSize === undefined);
  return inUse.map(({ vkey }) => vkey).filter((vkey) => !held.has(vkey));
}
