import { type Clock, systemClock, type Worker, type WorkReport } from '@tradewarden/core';
import type { Reconciler } from './reconciler.ts';

export interface ReconcileWorkerOptions {
  readonly reconciler: Pick<Reconciler, 'reconcile'>;
  readonly clock?: Clock;
  /** How often after a success; default 60,000. */
  readonly everyMs?: number;
}

/** After a failure, in milliseconds. */
const againMs = 1000;

/** Reconciles an account at its first pass, and then whenever it is due. */
export class ReconcileWorker implements Worker {
  readonly name = 'reconciler';
  readonly #reconciler: ReconcileWorkerOptions['reconciler'];
  readonly #clock: Clock;
  readonly #everyMs: number;
  #dueAt = 0;

  constructor({ reconciler, clock = systemClock, everyMs = 60_000 }: ReconcileWorkerOptions) {
    this.#reconciler = reconciler;
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  async drain(): Promise<WorkReport> {
    if (this.#clock.now() < this.#dueAt) return { worked: 0 };
    const isFirst = this.#dueAt === 0;
    const told = await this.#reconciler.reconcile();
    const isComplete = told.status === 'complete';
    this.#dueAt = this.#clock.now() + (isComplete ? this.#everyMs : againMs);
    // The first success lets entries through, which wait for another pass.
    return { worked: isComplete ? told.fresh.length + Number(isFirst) : 0 };
  }
}
