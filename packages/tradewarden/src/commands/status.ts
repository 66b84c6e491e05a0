import { systemClock } from '@tradewarden/core';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { table } from '../console/tables.ts';
import { breakerLines } from '../states/breaker-lines.ts';
import { latchLines } from '../states/latch-document.ts';
import { modeOption, readModes } from '../states/latch-options.ts';
import { statusDocument } from '../states/status-document.ts';

/** What may be traded now, and what is latched. */
export const statusCommand: Command = {
  name: 'status',
  usage: '',
  summary: 'the trading state of every mode, what is latched and why, and what the breakers know',
  options: { mode: modeOption },
  run: async ({ terminal, settings, options }) => {
    const modes = readModes(options);
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      const document = await statusDocument(store, settings.account, modes);
      const { account, states, latches, breakers } = document;
      const known = Object.entries(breakers).flatMap(([mode, report]) =>
        breakerLines(`${account}/${mode}`, report),
      );
      const rows = Object.entries(states).map(([mode, state]) => [`${account}/${mode}`, state]);
      const text = [table(rows), ...latches.flatMap(latchLines), ...known].join('\n');
      terminal.out(flag(options, 'json') ? `${JSON.stringify(document)}\n` : `${text}\n`);
      return exitCodes.done;
    } finally {
      await store.close();
    }
  },
};
