import type { TradeExecutor } from '../src/trade-executor.ts';

/** A process that ends here: what it had done stays done. */
export class Died extends Error {}

/** Two processes at work on the same plans; whichever dies is begun again, and any other error is one of the test. */
export class DyingExecutors {
  readonly #begin: () => TradeExecutor;
  readonly #processes: TradeExecutor[];

  constructor(begin: () => TradeExecutor) {
    this.#begin = begin;
    this.#processes = [begin(), begin()];
  }

  readonly drain = async (): Promise<void> => {
    await Promise.all(
      this.#processes.map(async (executor, index) => {
        try {
          await executor.drain();
        } catch (error) {
          if (!(error instanceof Died)) throw error;
          this.#processes[index] = this.#begin();
        }
      }),
    );
  };

  /** Those that live hand over; the lease of a dead one runs out. */
  async stop(): Promise<void> {
    for (const executor of this.#processes) await executor.stop();
  }
}
