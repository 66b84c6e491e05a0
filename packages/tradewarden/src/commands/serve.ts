import { createRunner, systemClock } from '@tradewarden/core';
import { KillFlag } from '@tradewarden/executor';
import { outcomeGuard } from '@tradewarden/risk';
import { RunSealer } from '../audit/run-sealer.ts';
import { channelsOf } from '../config/channels.ts';
import { environmentOf } from '../config/load-settings.ts';
import { equityWatch } from '../config/equity-watch.ts';
import { openNamedStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { killFlagPath } from '../kill/kill-flag-path.ts';
import { KillWatch, raiseBySignal } from '../serve/kill-watch.ts';
import { planSource } from '../serve/plan-source.ts';
import { runTurns } from '../serve/run-turns.ts';
import { serveExecutor } from '../serve/serve-executor.ts';
import { readServeMode, serveOptions } from '../serve/serve-options.ts';
import { serveVenues } from '../serve/serve-venues.ts';
import { serveVoice } from '../serve/serve-voice.ts';
import { teller } from '../serve/teller.ts';
import { Troubles } from '../serve/troubles.ts';
import { runConsole } from './run-console.ts';
import { runDispatcher } from './run-dispatcher.ts';
import { runPipeline } from './run-pipeline.ts';

const clock = systemClock;

/** Decides what comes in and works what is committed, until a signal. */
export const serveCommand: Command = {
  name: 'serve',
  usage: '[FILE|-]',
  summary: 'run until a signal: decide plans as they come in, deliver, enter, guard and follow to the end',
  options: serveOptions,
  run: async (input) => {
    const { terminal, settings, options, positionals, signal } = input;
    const { account } = settings;
    const mode = readServeMode(options, settings);
    const quiet = flag(options, 'no-notify');
    const say = serveVoice(terminal, flag(options, 'json'));
    const troubles = new Troubles(say);
    const killFlag = new KillFlag(killFlagPath(settings, terminal.directory));
    let lookAtFlag = (): void => {};
    const closers: (() => unknown)[] = [];
    const signalled = (name: string): void => {
      raiseBySignal(killFlag, name, { now: clock.now(), say });
      lookAtFlag();
    };
    closers.push(terminal.onKillSignal?.(signalled) ?? (() => {}));
    try {
      const source = await planSource(terminal, positionals, textOption(options, 'format') ?? 'native');
      closers.push(() => source?.close());
      const venues = mode === 'paper' ? await serveVenues(settings, clock, signal) : undefined;
      closers.push(() => venues?.stop());
      const execute = mode !== 'notify';
      const pipeline = runPipeline(input, { mode, execute }, venues);
      const outside = quiet ? [] : await channelsOf(environmentOf(terminal));
      const channels = quiet ? [] : [runConsole(input), ...outside];
      for (const channel of channels) closers.push(() => channel.stop?.());
      const { store, location } = await openNamedStore(settings.store, terminal.directory, clock);
      closers.push(() => store.close());
      const book = { account, mode, venue: venues?.working.id ?? 'none' };
      const dispatcher = runDispatcher(input, { store, mode, clock, channels });
      const tell = teller({ store, book, clock, say, dispatcher: quiet ? undefined : dispatcher });
      const closing = outcomeGuard({ profile: settings.profile, limits: settings.limits });
      const watch = new KillWatch({
        flag: killFlag,
        store,
        book,
        clock,
        closing,
        say,
        tell,
        ...(venues === undefined ? {} : { venue: venues.killing }),
      });
      const executor = serveExecutor(input, {
        store,
        account,
        clock,
        closing,
        say,
        tell,
        mode,
        venue: venues?.working,
        stopped: killFlag.stopped,
        entriesAllowed: watch.entriesAllowed,
      });
      const sealer = await RunSealer.start({
        store,
        mode,
        settings,
        terminal,
        reachesOut: outside.length > 0,
      });
      closers.push(() => sealer.stop());
      const adoptPolicy = flag(options, 'adopt-policy');
      const runner = createRunner({ pipeline, store, ...book, clock, adoptPolicy });

      say('started', startText({ mode, account, location, flag: killFlag.path, venue: venues?.working.id }), {
        mode,
        account,
        store: location,
        venue: venues?.working.id,
        flag: killFlag.path,
        plans: source?.name,
      });
      const equity = equityWatch(settings, { store, mode, clock, equity: venues?.equity });
      const messages = quiet ? undefined : dispatcher;
      await runTurns(
        { store, book, clock, runner, watch, executor, equity, dispatcher: messages, source, say, troubles },
        (look) => (lookAtFlag = look),
        signal,
      );
      return exitCodes.done;
    } finally {
      for (const close of closers.toReversed())
        try {
          await close();
        } catch (error) {
          troubles.failed('the end', error);
        }
      if (signal.aborted) say('stopped', 'stopped; what was committed stays, and the next serve goes on');
    }
  },
};

function startText({
  mode,
  account,
  location,
  venue,
  flag: path,
}: Readonly<Record<'mode' | 'account' | 'location' | 'flag', string>> & {
  readonly venue: string | undefined;
}): string {
  return `serving ${account}/${mode}: store ${location}, venue ${venue ?? 'none'}, stopped by ${path}`;
}
