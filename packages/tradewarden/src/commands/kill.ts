import { systemClock, TradingLatches, type TradingState } from '@tradewarden/core';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { latchDocument, type LatchDocument, latchLines } from '../states/latch-document.ts';
import { modeOption, readModes, readScope } from '../states/latch-options.ts';
import { operatorOf } from '../states/operator.ts';

/** Stops trading, at once and without asking. */
export const killCommand: Command = {
  name: 'kill',
  usage: '',
  summary: 'latch trading: nothing new is approved or placed until resume; exits and stops go on',
  options: {
    reason: { type: 'string', help: 'for the audit log' },
    scope: {
      type: 'string',
      help: 'account (default), global, venue:ID, source:NAME or symbol:NAME',
    },
    state: { type: 'string', help: 'HALTED (default), CANCEL_ONLY or REDUCING' },
    mode: modeOption,
  },
  run: async ({ terminal, settings, options }) => {
    const scope = readScope(textOption(options, 'scope') ?? 'account');
    const state = readState(textOption(options, 'state') ?? 'HALTED');
    const asked = readModes(options);
    const modes = scope === 'global' ? asked.slice(0, 1) : asked;
    const reason = textOption(options, 'reason') ?? 'killed by hand';
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      const latched: LatchDocument[] = [];
      const failed: string[] = [];
      for (const mode of modes) {
        const latches = new TradingLatches({ store, book: { account: settings.account, mode } });
        const cause = {
          cause: 'operator',
          state,
          reason,
          actor: operatorOf(terminal),
          at: systemClock.now(),
        };
        await latches.latch({ scope, ...cause }).then(
          (latch) => latched.push(latchDocument({ mode, latch })),
          (error: unknown) =>
            failed.push(`${mode}: ${error instanceof Error ? error.message : String(error)}`),
        );
      }
      const text = latched.flatMap(latchLines).join('\n');
      terminal.out(flag(options, 'json') ? `${JSON.stringify({ latched, failed })}\n` : `${text}\n`);
      if (failed.length === 0) return exitCodes.done;
      terminal.err(`NOT known to be latched: ${failed.join('; ')}; stop what trades by yourself\n`);
      return exitCodes.failed;
    } finally {
      await store.close();
    }
  },
};

const states: readonly TradingState[] = ['HALTED', 'CANCEL_ONLY', 'REDUCING'];

function readState(text: string): TradingState {
  const found = states.find((state) => state === text);
  if (found === undefined) throw new UsageError(`--state ${text}: expected ${states.join(', ')}`);
  return found;
}
