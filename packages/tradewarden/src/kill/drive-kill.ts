import { type Store, systemClock } from '@tradewarden/core';
import { type KillFlag, type KillReport, type KillRequest, KillSwitch } from '@tradewarden/executor';
import { openVenue } from '../config/venue-module.ts';
import type { CommandInput } from '../console/command.ts';

export interface KillPlaces {
  readonly store: Store;
  readonly flag: KillFlag;
  /** The module. */
  readonly venue: string;
  readonly limitMs: number;
}

/** Ends what works at the venue, through a line to it that nothing else uses. */
export async function driveKill(
  { settings: { account }, signal }: Pick<CommandInput, 'settings' | 'signal'>,
  { store, flag, venue: path, limitMs }: KillPlaces,
  request: KillRequest,
): Promise<KillReport> {
  const mode = 'paper';
  const venue = await openVenue(path, { clock: systemClock, account, mode }, signal);
  try {
    return await new KillSwitch({ store, venue, account, mode, flag, limitMs }).kill(request);
  } finally {
    await venue.stop?.();
  }
}
