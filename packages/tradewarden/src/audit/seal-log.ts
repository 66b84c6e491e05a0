import { type Store, systemClock } from '@tradewarden/core';
import {
  type AnchorFailure,
  auditKeys,
  lastCheckpoint,
  publishCheckpoint,
  sealAudit,
} from '@tradewarden/core/audit';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { anchorsOf } from './audit-anchors.ts';
import { openKeyFolder } from './audit-keys.ts';
import { signersOf } from './run-sealer.ts';

interface Sealed {
  readonly sealed: number;
  /** Anchors that could not be reached. */
  readonly failures: readonly AnchorFailure[];
}

/** Seals what is new, signed, and keeps the newest checkpoint in the files that the configuration names. */
export async function sealNow(store: Store, { settings, terminal }: CommandInput): Promise<Sealed> {
  const { account } = settings;
  const { directory } = terminal;
  const folder = await openKeyFolder(store, settings, directory);
  const sealed = await sealAudit(store, account, { signers: await signersOf(store, account, folder) });
  await folder?.remember(await auditKeys(store, account));
  const note = await lastCheckpoint(store, account);
  const places = { store, mode: 'notify', directory, reachesOut: false } as const;
  // Nothing here delivers messages: the next run does.
  const anchors = anchorsOf(settings, places).filter(({ name }) => name !== 'channels');
  const failures = note === undefined ? [] : await publishCheckpoint(note, anchors);
  for (const { name, reason } of failures)
    terminal.err(`the checkpoint could not be kept in ${name}: ${reason}\n`);
  return { sealed, failures };
}

/** `audit seal`. */
export async function sealLog(input: CommandInput): Promise<number> {
  const { terminal, settings, options } = input;
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    const { sealed, failures } = await sealNow(store, input);
    terminal.out(flag(options, 'json') ? `${JSON.stringify({ sealed })}\n` : `${sealed} records sealed\n`);
    return failures.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    await store.close();
  }
}
