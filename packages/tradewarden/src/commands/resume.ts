import { type Mode, systemClock } from '@tradewarden/core';
import { type ResumeConfirmed, type ResumeRequested, TwoStepResume } from '@tradewarden/core/latch';
import { KillFlag } from '@tradewarden/executor';
import { breakerKeeper } from '@tradewarden/risk';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { carryFlag, endKills } from '../kill/carry-flag.ts';
import { killFlagPath } from '../kill/kill-flag-path.ts';
import { killKeeper } from '../kill/kill-keeper.ts';
import { restoreKeeper } from '../recovery/restore-keeper.ts';
import { latchDocument, latchLines } from '../states/latch-document.ts';
import { modeOption, readModes } from '../states/latch-options.ts';
import { operatorOf } from '../states/operator.ts';

/** Lets trading go on, in two steps. */
export const resumeCommand: Command = {
  name: 'resume',
  usage: '',
  summary: 'show what is latched and give a token; --confirm TOKEN within 120 s releases exactly that',
  options: {
    confirm: { type: 'string', help: 'the token of the first step' },
    reason: { type: 'string', help: 'for the audit log' },
    override: { type: 'string', help: 'why causes that still hold are released all the same' },
    mode: modeOption,
  },
  run: async ({ terminal, settings, options }) => {
    const modes = readModes(options);
    const token = textOption(options, 'confirm');
    const override = textOption(options, 'override');
    if (override !== undefined && (token === undefined || override.trim() === ''))
      throw new UsageError('--override REASON goes with --confirm TOKEN, and needs a reason');
    const by = { actor: operatorOf(terminal), reason: textOption(options, 'reason') ?? 'resumed by hand' };
    const json = flag(options, 'json');
    const killFlag = new KillFlag(killFlagPath(settings, terminal.directory));
    const { account } = settings;
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      if (modes.includes('paper') && token === undefined) await carryFlag(killFlag, store, account);
      const resume = new TwoStepResume({
        store,
        account,
        modes,
        keepers: [
          restoreKeeper,
          killKeeper,
          breakerKeeper({ profile: settings.profile, limits: settings.limits }),
        ],
      });
      if (token === undefined) {
        const requested = await resume.request(by);
        const { path } = killFlag;
        const raised = killFlag.stopped() === undefined ? undefined : path;
        const shown = { ...requestDocument(requested), ...(raised === undefined ? {} : { flag: raised }) };
        terminal.out(json ? `${JSON.stringify(shown)}\n` : requestText(requested, raised));
        return exitCodes.done;
      }
      const confirmed = await resume.confirm({
        ...by,
        token,
        ...(override === undefined ? {} : { override }),
      });
      const ended =
        confirmed.status === 'refused'
          ? { lowered: false }
          : await endKills(killFlag, store, {
              account,
              modes: wholeModes(confirmed, modes),
              actor: by.actor,
            });
      if (json) terminal.out(`${JSON.stringify({ ...confirmDocument(confirmed), ...ended })}\n`);
      if (confirmed.status === 'refused') {
        if (!json) terminal.err(`${confirmed.code}: ${confirmed.reason}\n`);
        return exitCodes.refused;
      }
      if (!json)
        terminal.out(
          `released:\n${confirmed.items.map((item) => latchLines(latchDocument(item)).join('\n')).join('\n')}\n${ended.lowered ? `the flag is down: ${killFlag.path}\n` : ''}`,
        );
      return exitCodes.done;
    } finally {
      await store.close();
    }
  },
};

function requestDocument(requested: ResumeRequested): object {
  if (requested.status === 'nothing-latched') return requested;
  const { items, expiresAt, ...rest } = requested;
  const latches = items.map((item) => Object.assign(latchDocument(item), { unsettled: item.unsettled }));
  return { ...rest, expiresAt: new Date(expiresAt).toISOString(), latches };
}

const confirmDocument = (confirmed: ResumeConfirmed): object =>
  confirmed.status === 'refused'
    ? confirmed
    : { status: confirmed.status, latches: confirmed.items.map(latchDocument) };

/** Modes whose account as a whole is released: a symbol that is released leaves a kill as it is. */
const wholeModes = (
  { items }: Extract<ResumeConfirmed, { status: 'released' }>,
  modes: readonly Mode[],
): readonly Mode[] =>
  modes.filter((mode) =>
    items.some(
      ({ mode: of, latch: { scope } }) => scope === 'global' || (scope === 'account' && of === mode),
    ),
  );

function requestText(requested: ResumeRequested, raised: string | undefined): string {
  if (requested.status === 'nothing-latched') return 'nothing is latched\n';
  const { items, token, more } = requested;
  const unsettled = items.flatMap((item) => item.unsettled);
  return [
    ...items.flatMap((item) => latchLines(latchDocument(item))),
    ...(raised === undefined ? [] : [`the flag is up: ${raised}; it comes down with this`]),
    ...(more === 0 ? [] : [`${more} more are latched; resume again after this`]),
    ...unsettled.map((why) => `not settled: ${why}`),
    '',
    'to release exactly this, within 120 s:',
    `  tradewarden resume --confirm ${token}${unsettled.length === 0 ? '' : ' --override REASON'}`,
    '',
  ].join('\n');
}
