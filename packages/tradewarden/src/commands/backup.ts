import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemClock } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { inspectionText, inspectStore, isSound } from '../recovery/inspect-store.ts';
import { utcStamp } from '../recovery/utc-stamp.ts';

/** One consistent copy of everything, while others go on working. */
export const backupCommand: Command = {
  name: 'backup',
  usage: '[FILE]',
  summary: 'copy the database into a new file, while others work on it, and check the copy',
  options: {},
  run: async ({ terminal, settings, positionals, options }) => {
    if (!settings.store.startsWith('sqlite:'))
      throw new UsageError(`backup: ${settings.store} is no database file; use the tools of its engine`);
    const { store, location } = await openExistingStore(settings.store, terminal.directory, systemClock);
    const [named] = positionals;
    const stem = basename(location).replace(/\.db$/, '');
    const file =
      named === undefined
        ? join(dirname(location), `${stem}-${utcStamp(systemClock.now())}.db`)
        : resolve(terminal.directory, named);
    try {
      await store.backup(file);
    } finally {
      await store.close();
    }
    const copy = await openSqliteStore({ path: file, readOnly: true, integrityCheck: 'always' });
    try {
      const accounts = await inspectStore(copy);
      const ok = isSound(accounts);
      const bytes = statSync(file).size;
      terminal.out(
        flag(options, 'json')
          ? `${JSON.stringify({ file, bytes, ok, accounts })}\n`
          : `${file}: ${bytes} bytes\n${inspectionText(accounts)}`,
      );
      return ok ? exitCodes.done : exitCodes.failed;
    } finally {
      await copy.close();
    }
  },
};
