import type { Clock, MarketData } from '@tradewarden/core';
import type { EquitySource } from '@tradewarden/core/equity';
import type { Venue } from '@tradewarden/core/venue';
import type { Settings } from '../config/settings.ts';
import { openPaperVenue } from '../config/venue-module.ts';

export interface ServeVenues {
  readonly working: Venue;
  readonly market: MarketData;
  readonly equity: EquitySource | undefined;
  /** A line of its own, opened before it is needed, so that nothing a kill asks for waits behind the requests of others. */
  readonly killing: Venue;
  stop(): Promise<void>;
}

/** @throws {UsageError} the module gives no venue, or one at which nothing could be entered. */
export async function serveVenues(
  settings: Pick<Settings, 'venue' | 'account'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<ServeVenues> {
  const { venue: working, market, equity } = await openPaperVenue(settings, clock, signal);
  const { venue: killing } = await openPaperVenue(settings, clock, signal);
  return {
    working,
    market,
    equity,
    killing,
    stop: async () => {
      await working.stop?.();
      if (killing !== working) await killing.stop?.();
    },
  };
}
