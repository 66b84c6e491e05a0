import { systemClock } from '@tradewarden/core';
import { type RebuildStage, replayAudit } from '@tradewarden/core/audit';
import { gateOfPolicy } from '@tradewarden/risk';
import { replayExitCode, replayText } from '../audit/replay-sentence.ts';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag, textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';
import { momentOf } from '../console/moment.ts';

/** Computes every recorded decision again. Exit codes: 0 all agree, 1 a difference, 2 could not check (all of it). */
export async function auditReplay({ terminal, settings, options, signal }: CommandInput): Promise<number> {
  const moment = momentOf('since', textOption(options, 'since'));
  const since = moment === undefined ? {} : { since: moment };
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
