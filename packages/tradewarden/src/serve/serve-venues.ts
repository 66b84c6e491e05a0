import type { Venue } from '@tradewarden/core/venue';
import { openVenue, type VenueContext } from '../config/venue-module.ts';
import { UsageError } from '../console/usage-error.ts';

export interface ServeVenues {
  readonly working: Venue;
  /** A line of its own, opened before it is needed, so that nothing a kill asks for waits behind the requests of others. */
  readonly killing: Venue;
  stop(): Promise<void>;
}

/** @throws {UsageError} the module gives no venue, or one at which nothing could be entered. */
export async function serveVenues(
  path: string | undefined,
  context: VenueContext,
  signal: AbortSignal,
): Promise<ServeVenues | undefined> {
  if (path === undefined) return undefined;
  const working = await openVenue(path, context, signal);
  if (working.market === undefined)
    throw new UsageError(
      `venue ${path}: ${working.id} offers no prices (market); without any nothing can be entered`,
    );
  const killing = await openVenue(path, context, signal);
  return {
    working,
    killing,
    stop: async () => {
      await working.stop?.();
      if (killing !== working) await killing.stop?.();
    },
  };
}
