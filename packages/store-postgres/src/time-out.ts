import { systemClock } from '@tradewarden/core';

const answered = new Error('answered in time');

/** Rejects with the error of `late` when `work` takes longer than `ms` of the machine's time: networks do not know any other. */
export async function withTimeOut<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  const stop = new AbortController();
  const deadline = systemClock.sleep(ms, stop.signal).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    stop.abort(answered);
  }
}
