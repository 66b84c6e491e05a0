import { systemClock } from '@tradewarden/core';
import { type RebuildStage, replayAudit } from '@tradewarden/core/audit';
import { gateOfPolicy } from '@tradewarden/risk';
import { replayExitCode, replayText } from '../audit/replay-sentence.ts';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag, textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';

/** Computes every recorded decision again. Exit codes: 0 all agree, 1 a difference, 2 could not check (all of it). */
export async function auditReplay({ terminal, settings, options, signal }: CommandInput): Promise<number> {
  const since = sinceOf(textOption(options, 'since'));
  try {
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      const report = await replayAudit(store, settings.account, { rebuild, signal, ...since });
      terminal.out(flag(options, 'json') ? `${JSON.stringify(report)}\n` : replayText(report));
      return replayExitCode(report);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (signal.aborted || error instanceof UsageError) throw error;
    throw new UsageError(`could not check: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const rebuild: RebuildStage = ({ name, config }) =>
  name === 'gate' ? gateOfPolicy(config) : `not installed here: the stage ${name}`;

/** `2026-11-24`, `2026-11-24T21:00Z` or epoch ms; a time without a zone is UTC. */
function sinceOf(text: string | undefined): { readonly since?: number } {
  if (text === undefined) return {};
  if (/^\d{1,15}$/.test(text)) return { since: Number(text) };
  const zoned = /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const since = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(zoned)
    ? Date.parse(zoned)
    : Number.NaN;
  if (Number.isNaN(since))
    throw new UsageError(`--since ${text}: expected a date, a date with time, or epoch ms`);
  return { since };
}
