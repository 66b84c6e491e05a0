import { resolve } from 'node:path';
import { systemClock } from '@tradewarden/core';
import { KillFlag, type KillReport } from '@tradewarden/executor';
import { fromEnvironment } from '../config/environment.ts';
import { lateStore } from '../config/late-store.ts';
import { defaultStore, environmentOf } from '../config/load-settings.ts';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, type CommandInput, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { driveKill } from '../kill/drive-kill.ts';
import { killFlagPath } from '../kill/kill-flag-path.ts';
import { type KillDocument, killText } from '../kill/kill-text.ts';
import { readKillWish } from '../kill/kill-wish.ts';
import { latchModes } from '../kill/latch-modes.ts';
import { modeOption } from '../states/latch-options.ts';

/** Of one call of the store: somebody waits, and everything is tried again. */
const deadlineMs = 2000;

/** Stops trading, at once and without asking: first what needs no store, then the latch, then the orders at the venue. */
export const killCommand: Command = {
  name: 'kill',
  usage: '',
  summary: 'stop trading: raise the flag, latch, and end what works at the venue; exits and stops go on',
  options: {
    flatten: { type: 'boolean', help: 'leave what is held as well, the stops last' },
    reason: { type: 'string', help: 'for the audit log' },
    limit: { type: 'string', help: 'seconds until it reports what is left at the venue (default 60)' },
    scope: {
      type: 'string',
      help: 'account (default), global, venue:ID, source:NAME or symbol:NAME; the last three only latch',
    },
    state: { type: 'string', help: 'HALTED (default), CANCEL_ONLY or REDUCING; the last two only latch' },
    mode: modeOption,
  },
  // A configuration that is broken is no reason to go on trading.
  unconfigured: ({ terminal, options, overrides }) => {
    const { request, isWhole } = readKillWish(options, terminal);
    if (!isWhole) return;
    const given = fromEnvironment(['store', 'killFlag'], environmentOf(terminal));
    const named = (key: string): string | undefined => overrides[key] ?? given.get(key);
    const { directory } = terminal;
    const killFlag = named('killFlag');
    const path = killFlagPath(
      {
        killFlag: killFlag === undefined ? undefined : resolve(directory, killFlag),
        store: named('store') ?? defaultStore,
      },
      directory,
    );
    const raised = raise(new KillFlag(path), request);
    terminal.err(
      raised.raised
        ? `the flag is up: ${path}; nothing else is done, since the configuration cannot be used\n`
        : `NOT known to be stopped: ${raised.problem ?? ''}: stop what trades by yourself\n`,
    );
  },
  run: async (input) => {
    const { terminal, settings, options } = input;
    const { request, scope, state, modes, limitMs, isWhole } = readKillWish(options, terminal);
    const { reason, actor } = request;
    const killFlag = new KillFlag(killFlagPath(settings, terminal.directory));
    const raised = isWhole ? raise(killFlag, request) : undefined;
    const open = async (): ReturnType<typeof openExistingStore> =>
      openExistingStore(settings.store, terminal.directory, systemClock, { deadlineMs });
    const store = isWhole ? lateStore(async () => (await open()).store, systemClock) : (await open()).store;
    try {
      const cause = { cause: 'operator', state, reason, actor, at: systemClock.now() } as const;
      const [latching, driven] = await Promise.all([
        latchModes(store, { account: settings.account, modes, scope, cause }),
        isWhole && settings.venue !== undefined
          ? reported(driveKill(input, { store, flag: killFlag, limitMs, venue: settings.venue }, request))
          : undefined,
      ]);
      const document: KillDocument = {
        ...(raised === undefined ? {} : { flag: raised }),
        ...latching,
        ...driven,
      };
      terminal.out(flag(options, 'json') ? `${JSON.stringify(document)}\n` : killText(document, isWhole));
      return exitCodeOf(document, terminal);
    } finally {
      await store.close();
    }
  },
};

function raise(
  killFlag: KillFlag,
  { mode, reason, actor }: Parameters<typeof driveKill>[2],
): NonNullable<KillDocument['flag']> {
  const { path } = killFlag;
  try {
    killFlag.raise({ reason, actor: actor.id, at: systemClock.now(), mode });
    return { path, raised: true };
  } catch (error) {
    return { path, raised: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The flag and the latch stand, whatever becomes of this. */
async function reported(driving: Promise<KillReport>): Promise<Pick<KillDocument, 'report' | 'problem'>> {
  return driving.then(
    (report) => ({ report }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
  );
}

function exitCodeOf(
  { flag: raised, latched, failed, report, problem }: KillDocument,
  terminal: CommandInput['terminal'],
): number {
  const isStopped = raised?.raised === true || (failed.length === 0 && latched.length > 0);
  if (!isStopped) terminal.err('NOT known to be stopped: stop what trades by yourself\n');
  if (failed.length > 0) terminal.err(`NOT known to be latched: ${failed.join('; ')}\n`);
  if (raised?.raised === false) terminal.err(`the flag is NOT up: ${raised.problem ?? ''}\n`);
  if (problem !== undefined) terminal.err(`the venue was NOT reached: ${problem}\n`);
  const isClean = problem === undefined && report?.status !== 'KILLED_WITH_RESIDUAL';
  return failed.length === 0 && raised?.raised !== false && isClean ? exitCodes.done : exitCodes.failed;
}
