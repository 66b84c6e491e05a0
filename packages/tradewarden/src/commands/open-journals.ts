import { systemClock } from '@tradewarden/core';
import { type JournalledPlan, OrderJournal } from '@tradewarden/executor';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, type CommandOption, textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';

export const journalMode: CommandOption = { type: 'string', help: 'paper (default) or dry-run' };

/** The journals of all plans of which something can still happen. @throws {UsageError} no such mode, or no store. */
export async function openJournals({
  terminal,
  settings,
  options,
}: Pick<CommandInput, 'terminal' | 'settings' | 'options'>): Promise<readonly JournalledPlan[]> {
  const mode = textOption(options, 'mode') ?? 'paper';
  if (mode !== 'paper' && mode !== 'dry-run')
    throw new UsageError(`--mode ${mode}: expected paper or dry-run; nothing is placed in any other`);
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    // Ids are made with the venue; reading takes none.
    const book = { account: settings.account, mode, venue: '' } as const;
    return await new OrderJournal({ store, book }).open();
  } finally {
    await store.close();
  }
}
