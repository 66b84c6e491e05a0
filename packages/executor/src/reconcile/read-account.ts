import type { Clock } from '@tradewarden/core';
import type { Venue, VenueBalance, VenuePosition, VenueRead } from '@tradewarden/core/venue';
import type { VenueReader, VenueReading } from '../follow/venue-reading.ts';
import { limitedCall } from '../submit/limited-call.ts';

export interface AccountReading {
  readonly reading: VenueReading;
  readonly positions: readonly VenuePosition[];
  readonly balances: readonly VenueBalance[];
}

/**
 * Reads the whole account, and then what moves once more: reads that belong to different moments, that are older than the
 * venue's lag, or that are not whole are no reading. A string says why.
 */
export async function readAccount({
  venue,
  clock,
  reader,
}: {
  readonly venue: Venue;
  readonly clock: Clock;
  readonly reader: VenueReader;
}): Promise<AccountReading | string> {
  const ask = <Value>(call: (signal: AbortSignal) => Promise<VenueRead<Value>>): Promise<VenueRead<Value>> =>
    limitedCall(clock, call, (reason): VenueRead<Value> => ({ status: 'failed', reason }));
  const before = await ask((signal) => venue.positions(signal));
  if (before.status === 'failed') return `positions: ${before.reason}`;
  const balances = await ask((signal) => venue.balances(signal));
  if (balances.status === 'failed') return `balances: ${balances.reason}`;
  const reading = await reader.read();
  const after = await ask((signal) => venue.positions(signal));
  if (after.status === 'failed') return `positions: ${after.reason}`;
  const again = await reader.read();
  const { open, fillsAsOf } = reading;
  if (!reading.isClockGood) return 'the venue does not tell its time, or it is far from ours';
  if (open === undefined || again.open === undefined) return 'open orders could not be read';
  if (fillsAsOf === undefined || again.fillsAsOf === undefined) return 'trades could not be read';
  const oldest = Math.min(before.asOf, balances.asOf, open.asOf, fillsAsOf, after.asOf);
  if (oldest + venue.capabilities.readLagMs < reading.now) return 'the venue gave an old answer';
  const isStill = sizesOf(before.value) === sizesOf(after.value) && reading.trades === again.trades;
  return isStill
    ? { reading, positions: after.value, balances: balances.value }
    : 'the account moved while it was read';
}

const sizesOf = (positions: readonly VenuePosition[]): string =>
  positions
    .map(({ symbol, quantity }) => `${symbol} ${quantity}`)
    .toSorted()
    .join('\n');
