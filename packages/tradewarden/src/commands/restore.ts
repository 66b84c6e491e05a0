import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '@tradewarden/core';
import {
  openSqliteStore,
  removeDatabase,
  replaceDatabase,
  type ReplaceRequest,
} from '@tradewarden/store-sqlite';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { evidenceOf } from '../recovery/backup-evidence.ts';
import { haltRestored, type RestoreEpoch } from '../recovery/halt-restored.ts';
import { inspectionText, inspectStore, isSound } from '../recovery/inspect-store.ts';
import { stagedBeside } from '../recovery/staged-beside.ts';
import { utcStamp } from '../recovery/utc-stamp.ts';

/** A backup back in its place, halted until it was reconciled with the venues. */
export const restoreCommand: Command = {
  name: 'restore',
  usage: 'FILE',
  summary: 'check a backup and put it in place, halted until it is reconciled with the venues',
  options: {
    check: { type: 'boolean', help: 'only check the backup; nothing is written' },
    to: { type: 'string', help: 'sqlite:PATH, instead of the configured store' },
    force: { type: 'boolean', help: 'replace a database that is there; it is kept beside the new one' },
  },
  run: async ({ terminal, settings, positionals, options }) => {
    const [given] = positionals;
    if (given === undefined) throw new UsageError('restore: name the file of a backup');
    const file = resolve(terminal.directory, given);
    const name = textOption(options, 'to') ?? settings.store;
    if (!name.startsWith('sqlite:')) throw new UsageError(`restore: ${name} is no database file`);
    const path = resolve(terminal.directory, name.slice('sqlite:'.length));
    const only = flag(options, 'check');
    if (!only && path === file) throw new UsageError(`restore: ${file} cannot be restored into itself`);
    if (!only && existsSync(path) && !flag(options, 'force'))
      throw new UsageError(`${path} exists; --force replaces it and keeps it beside the new one`);
    const say = (result: object, text: string): void =>
      terminal.out(flag(options, 'json') ? `${JSON.stringify(result)}\n` : text);
    const staged = stagedBeside(path);
    const source = await openSqliteStore({ path: file, readOnly: true, integrityCheck: 'always' });
    let accounts;
    try {
      const target = { ...settings, store: name };
      accounts = await inspectStore(source, (account) =>
        evidenceOf(source, { ...target, account }, terminal.directory),
      );
      if (only || !isSound(accounts)) {
        say({ file, ok: isSound(accounts), accounts }, `${file}\n${inspectionText(accounts)}`);
        return isSound(accounts) ? exitCodes.done : exitCodes.failed;
      }
      await source.backup(staged);
    } finally {
      await source.close();
    }
    const found = accounts.map(({ account }) => account);
    const named = found.length === 0 ? [settings.account] : found;
    const asked = `${path}.before-restore-${utcStamp(systemClock.now())}`;
    const { epoch, kept } = await putInPlace({ staged, path, kept: asked }, named, file);
    say(
      { file, path, ok: true, epoch, state: 'HALTED', ...(kept === undefined ? {} : { kept }), accounts },
      `${file} is restored to ${path}\n${inspectionText(accounts)}HALTED until it is reconciled with every venue${
        kept === undefined ? '' : `; the former database is ${kept}`
      }\n`,
    );
    return exitCodes.done;
  },
};

/** Halts the copy and replaces the database by it. When that is refused, nothing of it is left. */
async function putInPlace(
  request: ReplaceRequest,
  accounts: readonly string[],
  from: string,
): Promise<{ readonly epoch: number; readonly kept: string | undefined }> {
  try {
    const { epoch } = await haltStaged(request.staged, accounts, from);
    return { epoch, kept: await replaceDatabase(request) };
  } catch (error) {
    removeDatabase(request.staged);
    throw error;
  }
}

/** Closed again, the copy is one file: its journal is in it. */
async function haltStaged(staged: string, accounts: readonly string[], from: string): Promise<RestoreEpoch> {
  const copy = await openSqliteStore({ path: staged, headroomBytes: 0 });
  try {
    return await haltRestored(copy, accounts, from);
  } finally {
    await copy.close();
  }
}
