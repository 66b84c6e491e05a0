import { bookKey, type Commit, counterKey, JobQueue, type LeasedJob } from '@tradewarden/core';
import { leaseMs } from './simulated-trader.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { SimulatedOutage } from './venue-port.ts';

export const messagesQueue = 'messages';

/** Counts every message once, whatever its channel saw: kept in the commit that settles its job. */
export const sentCounter = 'sent';

/** How a job and its effect are settled. A mutant may take two commits. */
export type Settle = (
  queue: JobQueue,
  job: LeasedJob,
  effect: Commit,
  process: SimulatedProcess,
) => Promise<unknown>;

const together: Settle = (queue, job, effect) => queue.done(job, effect);

/** Announces decisions over a channel that fails and loses answers: at least once, counted exactly once. */
export class SimulatedMessenger {
  readonly #with: SimulatedProcess;
  readonly #settle: Settle;
  readonly #queue: JobQueue;

  constructor(process: SimulatedProcess, settle: Settle = together) {
    this.#with = process;
    this.#settle = settle;
    const { store, book, clock } = process;
    this.#queue = new JobQueue({ store, book, name: messagesQueue, clock });
  }

  async drain(): Promise<void> {
    for (const job of await this.#queue.claim({ limit: 3, leaseMs })) await this.#deliver(job);
  }

  async #deliver(job: LeasedJob): Promise<void> {
    const { channel, book, store } = this.#with;
    try {
      await channel(job.id);
    } catch (error) {
      if (!(error instanceof SimulatedOutage)) throw error;
      await this.#queue.retry(job, 50 * job.attempt);
      return;
    }
    const key = bookKey(book, 'x', 'sent', job.id);
    const [before] = await store.get([key]);
    const effect: Commit = {
      checks: [{ key, version: before?.version ?? 0 }],
      puts: [{ key, value: job.attempt }],
      adds: [{ counter: counterKey(book, sentCounter), delta: 1 }],
    };
    await this.#settle(this.#queue, job, effect, this.#with);
  }
}
