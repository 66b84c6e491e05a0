import type { Clock } from './clock.ts';

/** The machine's own time. */
export const systemClock: Clock = Object.freeze({
  now: (): number => Date.now(),
  sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', abort));
  },
  after: (ms: number, wake: () => void): (() => void) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
});
