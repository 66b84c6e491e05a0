import type { Clock } from '@tradewarden/core';
import type { Troubles } from './troubles.ts';

export interface TurnsOptions {
  /** For messages. */
  readonly name: string;
  readonly clock: Clock;
  /** How long it rests between two turns, at most. */
  readonly everyMs: number;
  readonly troubles: Troubles;
}

/** Does one piece of work again and again until it is stopped; what it throws is told, and costs no later turn. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #work: () => Promise<unknown>;
  #bell = new AbortController();

  constructor(options: TurnsOptions, work: () => Promise<unknown>) {
    this.#options = options;
    this.#work = work;
  }

  /** The next turn begins at once. */
  ring(): void {
    this.#bell.abort(new Error('rung'));
  }

  async run(signal: AbortSignal): Promise<void> {
    const { name, clock, everyMs, troubles } = this.#options;
    while (!signal.aborted) {
      this.#bell = new AbortController();
      try {
        await this.#work();
        troubles.worked(name);
      } catch (error) {
        if (!signal.aborted) troubles.failed(name, error);
      }
      await clock.sleep(everyMs, AbortSignal.any([signal, this.#bell.signal])).catch(() => {});
    }
  }
}
