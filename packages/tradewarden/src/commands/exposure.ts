import { exposureReport, systemClock } from '@tradewarden/core';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { table } from '../console/tables.ts';
import { UsageError } from '../console/usage-error.ts';
import { exposureDocument } from './exposure-document.ts';

/** What is reserved and held, against the limits. */
export const exposureCommand: Command = {
  name: 'exposure',
  usage: '',
  summary: 'what is reserved and held, against the limits',
  options: { mode: { type: 'string', help: 'notify (default), dry-run or paper' } },
  run: async ({ terminal, settings, options }) => {
    const mode = textOption(options, 'mode') ?? 'notify';
    if (mode !== 'notify' && mode !== 'dry-run' && mode !== 'paper')
      throw new UsageError(`--mode ${mode}: expected notify, dry-run or paper`);
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      const book = { account: settings.account, mode } as const;
      const document = await exposureDocument(store, book, settings);
      const { differences } = await exposureReport(store, book);
      if (flag(options, 'json')) terminal.out(`${JSON.stringify({ ...document, differences })}\n`);
      else {
        const rows = [{ symbol: 'total', ...document.total }, ...document.bySymbol].map(
          ({ symbol, used, limit, headroom }) => [symbol, used, limit, headroom],
        );
        terminal.out(
          `${table([['', 'used', 'limit', 'headroom'], ...rows], [1, 2, 3])}\nequity ${document.equity}\n`,
        );
      }
      if (differences.length === 0) return exitCodes.done;
      terminal.err(
        `${differences.length} counters differ from their reservations: ${differences.map(({ counter }) => counter).join(', ')}\n`,
      );
      return exitCodes.failed;
    } finally {
      await store.close();
    }
  },
};
