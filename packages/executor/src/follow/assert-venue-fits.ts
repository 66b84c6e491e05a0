import { assertStoreFits, ConfigError, type Mode, type Store, UnapprovedError } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';

/** @throws {UnapprovedError} the venue has real orders. @throws {ConfigError} it cannot guard what is held. */
export function assertVenueFits({
  store,
  venue,
  mode,
}: {
  readonly store: Store;
  readonly venue: Venue;
  readonly mode: Mode;
}): void {
  const { external, orders, reduceOnly } = venue.capabilities;
  assertStoreFits(store.description, { external });
  if (external) throw new UnapprovedError(`venue ${venue.id} is external; mode ${mode} may not reach it`);
  const missing = (['limit', 'market', 'stop-market'] as const).filter((kind) => !orders.includes(kind));
  if (missing.length > 0 || !reduceOnly)
    throw new ConfigError('TradeExecutor', [
      {
        path: 'venue',
        message: `takes no ${missing[0] ?? 'reduce-only'} orders, without which nothing can be guarded`,
      },
    ]);
}
