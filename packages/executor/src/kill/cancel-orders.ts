import type { Clock } from '@tradewarden/core';
import type { CancelOutcome, Venue, VenueOrder } from '@tradewarden/core/venue';
import { limitedCall } from '../submit/limited-call.ts';

/**
 * Asks the venue to end all of them at once, each in its own namespace. What that did is seen by the next look; gives how
 * long the venue wants us to wait, in milliseconds.
 */
export async function cancelOrders(
  venue: Venue,
  clock: Clock,
  orders: readonly Pick<VenueOrder, 'clientOrderId' | 'symbol' | 'namespace'>[],
): Promise<number> {
  const told = await Promise.all(
    orders.map(({ clientOrderId, symbol, namespace }) =>
      limitedCall(
        clock,
        (signal) => venue.cancel({ clientOrderId, symbol, namespace }, signal),
        (reason): CancelOutcome => ({ status: 'unknown', reason }),
      ),
    ),
  );
  return told.reduce(
    (wait, outcome) => (outcome.status === 'throttled' ? Math.max(wait, outcome.retryAfterMs) : wait),
    0,
  );
}
