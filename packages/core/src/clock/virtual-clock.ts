import type { Clock } from './clock.ts';

/** Time that only moves when told to, for recorded input, simulations and tests. Sleepers wake in order of their deadline. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Moves to `now`; an earlier time is ignored, since this clock never runs backwards. */
  moveTo(now: number): void {
    if (now > this.#now) this.#now = now;
    const due = this.#sleepers.filter(({ at }) => at <= this.#now).toSorted((a, b) => a.at - b.at);
    for (const sleeper of due) {
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
      sleeper.wake();
    }
  }

  advance(ms: number): void {
    this.moveTo(this.#now + ms);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms <= 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { at: this.#now + ms, wake: resolve };
    this.#sleepers.push(sleeper);
    const abort = (): void => {
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', abort));
  }
}
