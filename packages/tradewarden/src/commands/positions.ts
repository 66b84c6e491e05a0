import { systemClock } from '@tradewarden/core';
import { type Command, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { table } from '../console/tables.ts';
import { positionDocuments } from './journal-documents.ts';
import { journalMode, openJournals } from './open-journals.ts';

/** What every open plan holds and how much of it is guarded, from the journal alone: no venue is asked. */
export const positionsCommand: Command = {
  name: 'positions',
  usage: '',
  summary: 'what every open plan holds and what guards it, as the journal knows it',
  options: { mode: journalMode },
  run: async (input) => {
    const now = systemClock.now();
    const positions = (await openJournals(input)).flatMap((plan) => positionDocuments(plan, now));
    const { terminal, options } = input;
    const rows = positions.map((position) => {
      const { planId, symbol, direction, quantity, entryPrice, guarded, stop = 'none', phase } = position;
      return [planId, symbol, direction, quantity, entryPrice, guarded, stop, phase];
    });
    const heads = ['plan', 'symbol', 'direction', 'quantity', 'entry', 'guarded', 'stop', 'phase'];
    const text = rows.length === 0 ? 'nothing is held' : table([heads, ...rows], [3, 4, 5, 6]);
    terminal.out(flag(options, 'json') ? `${JSON.stringify({ positions })}\n` : `${text}\n`);
    return exitCodes.done;
  },
};
