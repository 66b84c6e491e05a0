import { systemClock } from '@tradewarden/core';
import { type ResumeConfirmed, type ResumeRequested, TwoStepResume } from '@tradewarden/core/latch';
import { breakerKeeper } from '@tradewarden/risk';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
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
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      const resume = new TwoStepResume({
        store,
        account: settings.account,
        modes,
        keepers: [restoreKeeper, breakerKeeper({ profile: settings.profile, limits: settings.limits })],
      });
      if (token === undefined) {
        const requested = await resume.request(by);
        terminal.out(json ? `${JSON.stringify(requestDocument(requested))}\n` : requestText(requested));
        return exitCodes.done;
      }
      const confirmed = await resume.confirm({
        ...by,
        token,
        ...(override === undefined ? {} : { override }),
      });
      if (json) terminal.out(`${JSON.stringify(confirmDocument(confirmed))}\n`);
      if (confirmed.status === 'refused') {
        if (!json) terminal.err(`${confirmed.code}: ${confirmed.reason}\n`);
        return exitCodes.refused;
      }
      if (!json)
        terminal.out(
          `released:\n${confirmed.items.map((item) => latchLines(latchDocument(item)).join('\n')).join('\n')}\n`,
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

function requestText(requested: ResumeRequested): string {
  if (requested.status === 'nothing-latched') return 'nothing is latched\n';
  const { items, token, more } = requested;
  const unsettled = items.flatMap((item) => item.unsettled);
  return [
    ...items.flatMap((item) => latchLines(latchDocument(item))),
    ...(more === 0 ? [] : [`${more} more are latched; resume again after this`]),
    ...unsettled.map((why) => `not settled: ${why}`),
    '',
    'to release exactly this, within 120 s:',
    `  tradewarden resume --confirm ${token}${unsettled.length === 0 ? '' : ' --override REASON'}`,
    '',
  ].join('\n');
}
