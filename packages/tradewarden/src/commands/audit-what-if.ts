import { systemClock } from '@tradewarden/core';
import { limitKeys, whatIf } from '@tradewarden/risk';
import { whatIfText } from '../audit/what-if-text.ts';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { momentOf } from '../console/moment.ts';
import { UsageError } from '../console/usage-error.ts';

/** Decides recorded plans again under other limits. Exit codes: 0 compared, 2 nothing could be. Reads only. */
export async function auditWhatIf(input: CommandInput): Promise<number> {
  const { terminal, settings, options, signal } = input;
  const limits = changedLimits(input);
  const since = momentOf('since', textOption(options, 'since')) ?? 0;
  const to = momentOf('to', textOption(options, 'to')) ?? Infinity;
  if (to <= since) throw new UsageError('audit what-if: --to is not after --since');
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    const report = await whatIf(store, settings.account, { limits, since, to, signal });
    if (report.decisions === 0)
      throw new UsageError(
        `audit what-if: account ${settings.account} has no decision ${rangeText(since, to)}`,
      );
    terminal.out(flag(options, 'json') ? `${JSON.stringify(report)}\n` : whatIfText(report));
    return report.compared > 0 ? exitCodes.done : exitCodes.usage;
  } finally {
    await store.close();
  }
}

/** What `--set` says; nothing else can be another one for decisions that were made. */
function changedLimits({ changes, options }: CommandInput): Readonly<Record<string, string>> {
  for (const name of ['profile', 'balance'])
    if (textOption(options, name) !== undefined)
      throw new UsageError(
        `audit what-if: --${name} is as it was recorded; other limits are given with --set`,
      );
  const others = Object.keys(changes).filter((key) => !limitKeys.includes(key));
  if (others.length > 0)
    throw new UsageError(`audit what-if: ${others.join(', ')}: as recorded; only limits can be other ones`);
  if (Object.keys(changes).length === 0)
    throw new UsageError('audit what-if: name a limit, such as --set exposure.total=0.2');
  return changes;
}

function rangeText(since: number, to: number): string {
  const time = (at: number): string => new Date(at).toISOString();
  if (to !== Infinity) return `from ${time(since)} to ${time(to)}`;
  return since === 0 ? 'in its log' : `since ${time(since)}`;
}
