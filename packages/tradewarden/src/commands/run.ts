import { createRunner, type RunReport, type RunResult, type Store } from '@tradewarden/core';
import { KillFlag } from '@tradewarden/executor';
import type { Dispatcher } from '@tradewarden/notify';
import { channelsOf } from '../config/channels.ts';
import { RunSealer } from '../audit/run-sealer.ts';
import { environmentOf } from '../config/load-settings.ts';
import { equityWatch } from '../config/equity-watch.ts';
import { openPaperVenue } from '../config/venue-module.ts';
import { openNamedStore } from '../config/open-store.ts';
import { type Command, type CommandInput, flag, type OptionValues, textOption } from '../console/command.ts';
import { exitCodes, isConfigurationCode } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { killFlagPath } from '../kill/kill-flag-path.ts';
import type { InputLine } from '../intake/input-line.ts';
import { readInput } from '../intake/read-input.ts';
import { dryExecutor } from './dry-executor.ts';
import { exposureDocument } from './exposure-document.ts';
import { orderCounts } from './order-counts.ts';
import type { LineResult, RunDocument } from './run-document.ts';
import { runDispatcher } from './run-dispatcher.ts';
import { runConsole } from './run-console.ts';
import { planOptions, readClock, readMode, type RunMode } from './run-options.ts';
import { runPipeline } from './run-pipeline.ts';
import { runText } from './run-text.ts';

/** Plans in, decisions committed, messages out. */
export const runCommand: Command = {
  name: 'run',
  usage: '[FILE|-]',
  summary: 'decide plans (JSON array, NDJSON or standard input) and commit what follows',
  options: {
    ...planOptions,
    execute: {
      type: 'boolean',
      help: 'queue orders for approved plans: journal them (dry-run), or leave them to serve (paper)',
    },
    candles: { type: 'string', help: 'a directory of SYMBOL_1h.csv files, for the pictures of plans' },
    'no-notify': { type: 'boolean', help: 'announce nothing' },
    'adopt-policy': { type: 'boolean', help: 'decide under this configuration from now on' },
    reconsider: { type: 'boolean', help: 'decide rejected plans again, as their next revision' },
  },
  run: async (input) => {
    const { terminal, settings, options, positionals, signal } = input;
    const [file = '-'] = positionals;
    const mode = readMode(options);
    if (mode.mode === 'paper') assertServed(options, mode);
    const { clock, follow } = readClock(textOption(options, 'now'));
    const format = textOption(options, 'format') ?? 'native';
    const { kind, lines } = await readInput({
      file,
      format,
      directory: terminal.directory,
      stdin: terminal.stdin,
    });
    if (lines.length === 0) throw new UsageError(`${file}: there are no plans in it`);
    const quiet = flag(options, 'no-notify');
    const outside = quiet ? [] : await channelsOf(environmentOf(terminal));
    const channels = quiet ? [] : [runConsole(input), ...outside];
    const paper = mode.mode === 'paper' ? await openPaperVenue(settings, clock, signal) : undefined;
    const { store } = await openNamedStore(settings.store, terminal.directory, clock);
    let sealer: RunSealer | undefined;
    try {
      const runner = createRunner({
        pipeline: runPipeline(input, mode, paper),
        ...(paper === undefined ? {} : { venue: paper.venue.id }),
        store,
        account: settings.account,
        mode: mode.mode,
        clock,
        adoptPolicy: flag(options, 'adopt-policy'),
      });
      await equityWatch(settings, { store, mode: mode.mode, clock, equity: paper?.equity })?.observe(signal);
      const executor = mode.mode === 'dry-run' && mode.execute ? dryExecutor(input, store, clock) : undefined;
      const dispatcher = runDispatcher(input, { store, mode: mode.mode, clock, channels });
      const reachesOut = outside.length > 0;
      sealer = await RunSealer.start({ store, mode: mode.mode, settings, terminal, reachesOut });
      const values = lines.map((line) => ('error' in line ? undefined : line.value));
      const report = await runner.runAll(kind === 'list' ? values : streamOf(values), {
        before: follow,
        reconsider: flag(options, 'reconsider'),
        announce: !quiet,
        after: async ({ status, verdict }) => {
          if (status !== 'committed' || verdict === 'rejected') return;
          if (!quiet) await dispatcher.drain(signal);
          await executor?.drain(signal);
        },
        signal,
      });
      if (!quiet) await dispatcher.drain(signal);
      await sealer.stop();
      // The checkpoint may be a message itself, and what is recorded of its delivery is sealed as well.
      if (!quiet && (await dispatcher.queued()) > 0) {
        await dispatcher.drain(signal);
        await sealer.sealed('delivered, but that is not sealed');
      }
      const document = await documentOf(report, lines, input, store, mode, dispatcher);
      terminal.out(flag(options, 'json') ? `${JSON.stringify(document)}\n` : runText(document));
      if (mode.mode === 'paper')
        terminal.err(leftToServe(document, new KillFlag(killFlagPath(settings, terminal.directory))));
      return exitCodeOf(document);
    } finally {
      await sealer?.stop();
      for (const channel of channels) await channel.stop?.();
      await store.close();
      await paper?.venue.stop?.();
    }
  },
};

/** @throws {UsageError} what no `serve` could enter. */
function assertServed(options: OptionValues, { execute }: RunMode): void {
  if (!execute) throw new UsageError('--mode paper goes with --execute: it leaves the orders to a serve');
  if (options['now'] !== undefined)
    throw new UsageError('--mode paper does not go with --now: a serve lives by the time of the machine');
}

function leftToServe({ summary: { approved, resized } }: RunDocument, killFlag: KillFlag): string {
  const stopped = killFlag.stopped();
  const then =
    stopped === undefined
      ? 'a running tradewarden serve enters them while they are good'
      : `none is entered: ${stopped}`;
  return `approved for paper: ${approved + resized}; ${then}\n`;
}

function exitCodeOf({ results, summary }: RunDocument): number {
  if (results.some(({ error }) => isConfigurationCode(error?.code))) return exitCodes.usage;
  return summary.unreadable + summary.failed > 0 ? exitCodes.failed : exitCodes.done;
}

async function* streamOf(values: readonly unknown[]): AsyncGenerator {
  yield* values;
}

/** The run document of spec/domain.md, in the order of the input lines. */
async function documentOf(
  report: RunReport,
  lines: readonly InputLine[],
  { settings }: CommandInput,
  store: Store,
  { mode }: RunMode,
  dispatcher: Dispatcher,
): Promise<RunDocument> {
  const book = { account: settings.account, mode };
  const { delivered, dead } = dispatcher.counts();
  return {
    schemaVersion: 1,
    runId: report.runId,
    results: report.results
      .map((result) => lineResult(result, lines))
      .toSorted((left, right) => left.line - right.line),
    summary: report.summary,
    exposure: await exposureDocument(store, book, settings),
    notifications: { queued: await dispatcher.queued(), delivered, dead },
    orders: await orderCounts(store, book),
  };
}

function lineResult(result: RunResult, lines: readonly InputLine[]): LineResult {
  const { index, ...rest } = result;
  const line = lines[index ?? 0];
  const broken = line !== undefined && 'error' in line;
  return {
    line: line?.line ?? 0,
    ...rest,
    ...(broken ? { error: { code: 'INPUT_UNREADABLE' as const, message: line.error } } : {}),
  };
}
