import type { Clock } from '../clock/clock.ts';

export interface TimeLimit {
  readonly clock: Clock;
  readonly ms: number;
}

const answered = new Error('answered in time');

/** What `work` gives, or the error made by `late` when that takes longer than the limit. `work` itself goes on. */
export async function withinLimit<T>(work: Promise<T>, limit: TimeLimit, late: () => Error): Promise<T> {
  const stop = new AbortController();
  const deadline = limit.clock.sleep(limit.ms, stop.signal).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    stop.abort(answered);
  }
}
