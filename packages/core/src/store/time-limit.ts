import type { Clock } from '../clock/clock.ts';

export interface TimeLimit {
  readonly clock: Clock;
  readonly ms: number;
}

const answered = new Error('answered in time');

/** What `work` gives, or the error made by `late` when that takes longer than the limit. `work` itself goes on. */
export async function withinLimit<T>(work: Promise<T>, limit: TimeLimit, late: () => Error): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const cancel = after(limit, () => reject(late()));
  work.then(resolve, reject);
  try {
    return await promise;
  } finally {
    cancel();
  }
}

function after({ clock, ms }: TimeLimit, wake: () => void): () => void {
  if (clock.after !== undefined) return clock.after(ms, wake);
  const stop = new AbortController();
  void clock.sleep(ms, stop.signal).then(wake, () => {});
  return () => stop.abort(answered);
}
