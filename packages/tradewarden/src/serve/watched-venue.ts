import type { Venue } from '@tradewarden/core/venue';

/** What a venue answers when it says nothing, whatever was asked. */
const silent: ReadonlySet<string> = new Set(['failed', 'unknown', 'not-sent']);

/** The same venue; `failed` hears of every call that was not answered. */
export function watchedVenue(venue: Venue, failed: (reason: string) => void): Venue {
  const heard = async <Answer extends { readonly status: string }>(
    answering: Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> => {
    // A call that never ends has a limit of whoever made it.
    const late = (): void => failed('no answer in time');
    signal.addEventListener('abort', late, { once: true });
    try {
      const answer = await answering;
      if (silent.has(answer.status)) failed('reason' in answer ? String(answer.reason) : answer.status);
      return answer;
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      signal.removeEventListener('abort', late);
    }
  };
  return {
    specification: venue.specification,
    id: venue.id,
    capabilities: venue.capabilities,
    ...(venue.market === undefined ? {} : { market: venue.market }),
    submit: (order, signal) => heard(venue.submit(order, signal), signal),
    lookup: (address, signal) => heard(venue.lookup(address, signal), signal),
    cancel: (address, signal) => heard(venue.cancel(address, signal), signal),
    openOrders: (scope, signal) => heard(venue.openOrders(scope, signal), signal),
    fillsSince: (cursor, signal) => heard(venue.fillsSince(cursor, signal), signal),
    positions: (signal) => heard(venue.positions(signal), signal),
    balances: (signal) => heard(venue.balances(signal), signal),
    serverTime: (signal) => heard(venue.serverTime(signal), signal),
    identity: (signal) => heard(venue.identity(signal), signal),
  };
}
