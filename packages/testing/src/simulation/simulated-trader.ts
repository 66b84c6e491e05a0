import {
  type Approved,
  bookKey,
  type PlannedOrder,
  type Execution,
  executionKey,
  JobQueue,
  type LeasedJob,
  type SizedPlan,
  takeIntent,
} from '@tradewarden/core';
import type { OrderReport } from './bracket.ts';
import type { SimulatedProcess } from './simulated-process.ts';

export const ordersQueue = 'orders';
export const leaseMs = 4000;
const latchedPauseMs = 500;

/** Where a mutant may differ from the right way. */
export interface TraderSeams {
  /** The id that an order is sent under. */
  readonly sentAs: (execution: Execution) => string;
  /** What becomes of an order whose answer was lost. */
  readonly onLostAnswer: (process: SimulatedProcess, execution: Execution) => Promise<unknown>;
}

const rightWay: TraderSeams = {
  sentAs: ({ order }) => order.clientOrderId,
  onLostAnswer: async () => {},
};

/** Places orders with the recipes of the ledger, reserve to close, and follows them: what an executor has to do, in its shortest form. */
export class SimulatedTrader {
  readonly #with: SimulatedProcess;
  readonly #seams: TraderSeams;
  readonly #queue: JobQueue;

  constructor(process: SimulatedProcess, seams: Partial<TraderSeams> = {}) {
    this.#with = process;
    this.#seams = { ...rightWay, ...seams };
    const { store, book, clock } = process;
    this.#queue = new JobQueue({ store, book, name: ordersQueue, clock });
  }

  async drain(): Promise<void> {
    for (const job of await this.#queue.claim({ limit: 3, leaseMs })) await this.#place(job);
    const { store, book } = this.#with;
    const open = await store.scan({ prefix: `${bookKey(book, 'open-execution')}/`, limit: 100 });
    for (const { value } of open) {
      const execution = await this.#find(value as string);
      if (execution !== undefined) await this.#follow(execution);
    }
  }

  async #place(job: LeasedJob): Promise<void> {
    const { store, book, ledger, clock } = this.#with;
    const { decisionId } = job.payload as { readonly decisionId: string };
    const taken = await takeIntent(store, book, decisionId);
    const late = job.expiresAt !== undefined && clock.now() >= job.expiresAt;
    if (taken.status === 'approved' && !(late && taken.reservation.state === 'reserved')) {
      if ((await this.#find(decisionId)) === undefined)
        await ledger.arm(taken.plan.reservationId, this.#executionOf(taken.plan));
      const execution = await this.#find(decisionId);
      // Latched: the reservation waits, and so does its order.
      if (execution === undefined && (await ledger.find(decisionId))?.state === 'reserved') {
        await this.#queue.retry(job, latchedPauseMs);
        return;
      }
      if (execution !== undefined) await this.#follow(execution);
    }
    await this.#queue.done(job);
  }

  /** Asks first, sends what the venue does not know, and records what it says. */
  async #follow(execution: Execution): Promise<void> {
    const { venue, ledger, clock, skewMs } = this.#with;
    const never = new AbortController().signal;
    const report = await venue.lookup(execution.order.clientOrderId, never);
    if (report !== undefined) return this.#record(execution, report);
    // Only when the venue's own clock surely is past the expiry can a send that is still under way open nothing.
    if (clock.now() >= execution.order.expiresAt + 2 * skewMs) {
      await ledger.close(execution.reservationId, 'expired', { ...execution, status: 'expired' });
      return;
    }
    const order = { ...execution.order, clientOrderId: this.#seams.sentAs(execution) };
    const outcome = await venue.submit(order as Approved<PlannedOrder>, never);
    if (outcome.status === 'unknown') await this.#seams.onLostAnswer(this.#with, execution);
    if (outcome.status === 'accepted' || outcome.status === 'duplicate')
      await this.#record(execution, outcome.report);
    if (outcome.status === 'rejected')
      await ledger.close(execution.reservationId, 'rejected', { ...execution, status: 'rejected' });
  }

  async #record(execution: Execution, { status, fills, at }: OrderReport): Promise<void> {
    const { ledger } = this.#with;
    const now: Execution = { ...execution, status, fills, updatedAt: at };
    if (status === 'working' || (status === 'open' && execution.status === 'open')) return;
    if (status === 'open') await ledger.open(execution.reservationId, now);
    else await ledger.close(execution.reservationId, status, now);
  }

  async #find(decisionId: string): Promise<Execution | undefined> {
    const [entry] = await this.#with.store.get([executionKey(this.#with.book, decisionId)]);
    return entry === null || entry === undefined ? undefined : (entry.value as unknown as Execution);
  }

  #executionOf({ plan, decisionId, reservationId }: SizedPlan): Execution {
    const { planId, revision, source, symbol, direction, entry, stop, targets, expiresAt } = plan;
    const order: PlannedOrder = {
      clientOrderId: `tw${decisionId.slice(0, 24)}`,
      symbol,
      direction,
      quantity: '1',
      entry: entry.near,
      stop: stop.price,
      targets: targets.map(({ price }) => ({ price, quantity: '1' })),
      expiresAt,
    };
    const { book, clock } = this.#with;
    const identity = { decisionId, reservationId, planId, revision, source, symbol, direction };
    return { ...identity, book, order, status: 'journaled', fills: [], updatedAt: clock.now() };
  }
}
