import type { Clock } from '@tradewarden/core';
import type { CancelOutcome, SubmitOutcome, Venue } from '@tradewarden/core/venue';
import { Random } from '../market/random.ts';

export interface Latency {
  /** Shortest and longest time of each way, in whole milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly seed: number;
}

/**
 * A venue that is some way off: requests and answers travel for a time that chance decides, the same for the same seed and
 * order of calls. Whoever gives up a call learns nothing more of it, and what was asked for takes place all the same.
 */
export function distantVenue<Near extends Venue>(venue: Near, clock: Clock, latency: Latency): Near {
  const { fromMs, toMs, seed } = latency;
  const random = new Random(seed);
  const wayMs = (): number => fromMs + random.integer(toMs - fromMs + 1);
  const travel = <Answer>(
    call: () => Promise<Answer>,
    signal: AbortSignal | undefined,
    givenUp: Answer,
  ): Promise<Answer> => {
    const [there, back] = [wayMs(), wayMs()];
    const answered = (async () => {
      await clock.sleep(there);
      const answer = await call();
      await clock.sleep(back);
      return answer;
    })();
    return Promise.race([answered, aborted(signal).then(() => givenUp)]);
  };
  const never = { signal: new AbortController().signal };
  const failed = { status: 'failed', reason: 'given up' } as const;
  const unknown = { status: 'unknown', reason: 'given up' } as const;
  return {
    ...venue,
    submit: (order, signal) =>
      travel<SubmitOutcome>(() => venue.submit(order, never.signal), signal, unknown),
    cancel: (address, signal) =>
      travel<CancelOutcome>(() => venue.cancel(address, never.signal), signal, unknown),
    lookup: (address, signal) => travel(() => venue.lookup(address, never.signal), signal, failed),
    openOrders: (scope, signal) => travel(() => venue.openOrders(scope, never.signal), signal, failed),
    fillsSince: (cursor, signal) => travel(() => venue.fillsSince(cursor, never.signal), signal, failed),
    positions: (signal) => travel(() => venue.positions(never.signal), signal, failed),
    balances: (signal) => travel(() => venue.balances(never.signal), signal, failed),
    serverTime: (signal) => travel(() => venue.serverTime(never.signal), signal, failed),
    identity: (signal) => travel(() => venue.identity(never.signal), signal, failed),
  };
}

const aborted = async (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
