import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { VirtualClock } from '@tradewarden/core';
import { auditOrigin, KeyFolder } from '@tradewarden/core/audit';
import { runScan } from '@tradewarden/example-scan';
import { consoleChannel } from '@tradewarden/notify';
import { candleFiles, generatedMarket } from '@tradewarden/venue-sim';
import { signersOf } from '../audit/run-sealer.ts';
import { openNamedStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { startProgress } from '../console/progress.ts';
import { UsageError } from '../console/usage-error.ts';
import { demoText } from './demo-text.ts';

/** The whole line on a recorded or generated market, to the outcome of every plan. */
export const demoCommand: Command = {
  name: 'demo',
  usage: '',
  summary: 'the whole line on a generated market (or --candles DIR): decide, commit, announce, fill, follow',
  options: {
    candles: { type: 'string', help: 'a directory of SYMBOL_1h.csv files' },
    symbols: { type: 'string', help: 'BTC/USDT:USDT,… or a number: that many by volume (default: all)' },
    seed: { type: 'string', help: 'of the generated market' },
    'no-notify': { type: 'boolean', help: 'announce nothing' },
    'no-execute': { type: 'boolean', help: 'place nothing' },
  },
  run: async ({ terminal, settings, options, signal }) => {
    const clock = new VirtualClock();
    const candles = textOption(options, 'candles');
    const market =
      candles === undefined
        ? generatedMarket({ clock, ...seedOf(textOption(options, 'seed')) })
        : candleFiles(resolve(terminal.directory, candles), { clock });
    const listed = await market.symbols().catch((error: unknown) => {
      throw new UsageError(
        `--candles ${candles ?? ''}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const database = join(mkdtempSync(join(tmpdir(), 'tradewarden-demo-')), 'demo.db');
    const { store, location } = await openNamedStore(`sqlite:${database}`, terminal.directory, clock);
    const shown = terminal.interactive || flag(options, 'json') ? () => {} : terminal.err;
    const said: string[] = [];
    const channel = consoleChannel.create({ write: (text) => void said.push(text) });
    const progress = startProgress(terminal);
    try {
      // Never with the key of a real log.
      const folder = new KeyFolder(`${database}.audit-keys`, auditOrigin(settings.account));
      shown(`deciding over ${listed.length} symbols of ${market.id}\n`);
      const report = await runScan({
        profile: settings.profile,
        symbols: symbolsOf(textOption(options, 'symbols'), listed),
        notify: !flag(options, 'no-notify'),
        execute: !flag(options, 'no-execute'),
        market,
        clock,
        store,
        account: settings.account,
        balance: settings.balance,
        equity: settings.equitySource,
        limits: settings.limits,
        channels: [channel],
        signers: async () => signersOf(store, settings.account, folder),
        onStep: ({ done, of, plans }) => progress.show(done, of, `${plans} plans`),
        signal,
      });
      await folder.remember(report.keys);
      progress.stop();
      const last = said.at(-1);
      terminal.out(
        flag(options, 'json')
          ? `${JSON.stringify({ ...report, database: location })}\n`
          : demoText(report, location, last),
      );
      return exitCodes.done;
    } finally {
      progress.stop();
      await store.close();
    }
  },
};

function seedOf(text: string | undefined): { readonly seed?: number } {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`--seed ${text}: expected a whole number of at most 9 digits`);
  return { seed: Number(text) };
}

function symbolsOf(
  text: string | undefined,
  listed: readonly string[],
): readonly string[] | { readonly top: number } {
  if (text === undefined) return { top: listed.length };
  if (/^\d+$/.test(text)) return { top: Number(text) };
  const asked = text.split(',').map((symbol) => symbol.trim());
  const missing = asked.filter((symbol) => !listed.includes(symbol));
  if (missing.length > 0)
    throw new UsageError(`--symbols: no candles for ${missing.join(', ')}; there are ${listed.join(', ')}`);
  return asked;
}
