import { systemClock } from '@tradewarden/core';
import { trimAudit } from '@tradewarden/core/audit';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag, listOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { anchoredNotes } from './audit-anchors.ts';
import { openKeyFolder } from './audit-keys.ts';
import { sealNow } from './seal-log.ts';
import { linesOf, readKeys, startOf } from './read-evidence.ts';

/**
 * `audit trim SEQUENCE EXPORT`: forgets the records up to a checkpoint that an export holds and an anchor reaches.
 * Without `--confirm` it only says whether that may be done. Hashes, checkpoints, keys and anchors stay.
 */
export async function trimLog(input: CommandInput): Promise<number> {
  const { terminal, settings, positionals, options } = input;
  const { directory } = terminal;
  const [, sequence = '', file] = positionals;
  if (!/^[1-9]\d{0,14}$/.test(sequence) || positionals.length > 3)
    throw new UsageError(
      'audit trim: say audit trim SEQUENCE EXPORT, the last record to forget and an export',
    );
  if (file === undefined)
    throw new UsageError('audit trim: name the file of an export that holds what is to be forgotten');
  await startOf(directory, file);
  const anchors = await anchoredNotes(settings, directory, listOption(options, 'anchor'));
  if (anchors.length === 0)
    throw new UsageError(
      'audit trim: give checkpoints that were kept elsewhere: --anchor FILE or audit.anchors',
    );
  const dryRun = !flag(options, 'confirm');
  const { store } = await openExistingStore(settings.store, directory, systemClock);
  try {
    if (!store.description.abilities.includes('trim'))
      throw new UsageError(`audit trim: ${store.description.name} cannot forget entries of a log`);
    const given = readKeys(listOption(options, 'key'));
    const folder = await openKeyFolder(store, settings, directory);
    const keys = given.length > 0 ? given : ((await folder?.trusted()) ?? []);
    const result = await trimAudit(store, settings.account, {
      upTo: Number(sequence),
      exported: () => linesOf(directory, file),
      anchors,
      keys,
      legalHold: settings.audit.legalHold,
      dryRun,
      seal: async () => sealNow(store, input),
    });
    const report = { dryRun, ...result };
    if (flag(options, 'json')) terminal.out(`${JSON.stringify(report)}\n`);
    else if (result.ok) terminal.out(trimText(result, dryRun, file));
    else terminal.err(`not trimmed, ${result.reason}: ${result.message}\n`);
    return result.ok ? exitCodes.done : exitCodes.failed;
  } finally {
    await store.close();
  }
}

const trimText = (
  { upTo, exportSha256 }: { readonly upTo: number; readonly exportSha256: string },
  dryRun: boolean,
  file: string,
): string =>
  dryRun
    ? `records up to ${upTo} may be forgotten: ${file} (SHA-256 ${exportSha256}) holds them; --confirm forgets them\n`
    : `records up to ${upTo} are forgotten; keep ${file} (SHA-256 ${exportSha256}): it is the only place that has them\n`;
