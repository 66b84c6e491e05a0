import type { Clock } from '../clock/clock.ts';
import { CoreError } from '../errors/core-error.ts';
import type { Worker } from '../executor/executor.ts';
import type { Store } from '../store/store.ts';

export interface KeepWorkingOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Ends the work; a pass that runs is told through its own signal. */
  readonly signal: AbortSignal;
  /** How long to wait when nothing was due and nothing woke the worker; default 1,000 ms. */
  readonly pollMs?: number;
  /** Told of errors that may pass, such as a store that is away; the work goes on. */
  readonly onTrouble?: (error: CoreError) => void;
}

/**
 * Lets a worker do what is due, again and again until the signal: woken by the store when another process wrote
 * something, and by a poll, since a hint may get lost. @throws what the worker throws, unless it may pass.
 */
export async function keepWorking(worker: Worker, options: KeepWorkingOptions): Promise<void> {
  const { store, clock, signal, pollMs = 1000, onTrouble } = options;
  let woken = false;
  let bell = new AbortController();
  const stopWatching = store.watch(() => {
    woken = true;
    bell.abort();
  });
  try {
    while (!signal.aborted) {
      woken = false;
      bell = new AbortController();
      const worked = await pass(worker, signal, onTrouble);
      if (worked > 0 || woken) continue;
      await clock.sleep(pollMs, AbortSignal.any([signal, bell.signal])).catch(() => {});
    }
  } finally {
    stopWatching();
  }
}

async function pass(
  worker: Worker,
  signal: AbortSignal,
  onTrouble: KeepWorkingOptions['onTrouble'],
): Promise<number> {
  try {
    return (await worker.drain(signal)).worked;
  } catch (error) {
    if (signal.aborted) return 0;
    if (!CoreError.isInstance(error) || !error.retryable) throw error;
    onTrouble?.(error);
    return 0;
  }
}
