import { systemClock } from '@tradewarden/core';
import { KillFlag } from '@tradewarden/executor';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { utcMoment } from '../console/moment.ts';
import { table } from '../console/tables.ts';
import { killFlagPath } from '../kill/kill-flag-path.ts';
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
    const killFlag = new KillFlag(killFlagPath(settings, terminal.directory));
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock).catch(
      (error: unknown) => {
        // What needs no store is told without one.
        if (killFlag.stopped() !== undefined) terminal.err(`the flag is up: ${killFlag.path}\n`);
        throw error;
      },
    );
    try {
      const document = await statusDocument(store, settings.account, modes, killFlag);
      const { account, states, latches, breakers, flag: raised, kills } = document;
      const known = Object.entries(breakers).flatMap(([mode, report]) =>
        breakerLines(`${account}/${mode}`, report),
      );
      const rows = Object.entries(states).map(([mode, state]) => [`${account}/${mode}`, state]);
      const text = [
        table(rows),
        ...(raised === undefined
          ? []
          : [`the flag is up: ${raised.path}; ${raised.actor}: ${raised.reason}`]),
        ...latches.flatMap(latchLines),
        ...Object.entries(kills).map(
          ([mode, { startedAt, status, mode: how }]) =>
            `last kill of ${account}/${mode} (${how}) at ${utcMoment(startedAt)}: ${status}`,
        ),
        ...known,
      ].join('\n');
      terminal.out(flag(options, 'json') ? `${JSON.stringify(document)}\n` : `${text}\n`);
      return exitCodes.done;
    } finally {
      await store.close();
    }
  },
};
