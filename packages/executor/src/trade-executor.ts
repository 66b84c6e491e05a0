import {
  type Approved,
  assertStoreFits,
  type Book,
  type Clock,
  type CrashHook,
  type Decision,
  type EventBus,
  type Execution,
  type Executor,
  ExposureLedger,
  hasEnded,
  JobQueue,
  type LeasedJob,
  type Mode,
  type OrderReport,
  type Pause,
  type SizedPlan,
  type Store,
  systemClock,
  takeIntent,
  UnapprovedError,
  type Venue,
  type WorkReport,
} from '@tradewarden/core';
import type { ClosingGuard } from '@tradewarden/core/latch';
import { ExecutionJournal } from './journal/execution-journal.ts';
import { applyReport } from './orders/apply-report.ts';
import { type StagedOrder, stage } from './orders/staged-order.ts';
import { ordersQueue } from './place-order.ts';

export interface TradeExecutorOptions {
  readonly store: Store;
  readonly venue: Venue;
  readonly account: string;
  /** `dry-run` journals what would be sent and sends nothing; `paper` needs a simulated venue. */
  readonly mode: Extract<Mode, 'dry-run' | 'paper'>;
  readonly clock?: Clock;
  readonly events?: EventBus;
  /** How to wait between attempts at a commit; for simulations. */
  readonly pause?: Pause;
  /** Adds to the commits that close positions, such as the breakers of the gate. */
  readonly closing?: ClosingGuard;
  /** Stops at crash points; for simulations. */
  readonly crash?: CrashHook;
}

const leaseMs = 30_000;
/** How long an order waits before it looks again whether it is still latched. */
const latchedPauseMs = 1000;

/** Takes committed approvals to the venue and follows every order to its end. Each pass resumes what a crash left. */
export class TradeExecutor implements Executor {
  readonly specification = 'executor/v1';
  readonly name = 'executor';
  readonly #options: TradeExecutorOptions;
  readonly #clock: Clock;
  readonly #book: Book;
  readonly #ledger: ExposureLedger;
  readonly #journal: ExecutionJournal;
  readonly #orders: JobQueue;

  /** @throws {UnapprovedError} a venue with real orders: this executor guards simulated ones only. */
  constructor(options: TradeExecutorOptions) {
    const { store, venue, account, mode, pause, closing } = options;
    assertStoreFits(store.description, { external: venue.capabilities.external });
    if (venue.capabilities.external)
      throw new UnapprovedError(`venue ${venue.id} is external; mode ${mode} may not reach it`);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#book = { account, mode, venue: venue.id };
    this.#ledger = new ExposureLedger({
      store,
      book: this.#book,
      ...(pause === undefined ? {} : { pause }),
      ...(closing === undefined ? {} : { closing }),
    });
    const { attachedProtection } = venue.capabilities;
    this.#journal = new ExecutionJournal(store, this.#book, this.#ledger, attachedProtection);
    this.#orders = new JobQueue({ store, book: this.#book, name: ordersQueue, clock: this.#clock });
  }

  /** What would be sent for a committed decision. Nothing leaves the process. @throws {UnapprovedError} not approved, or not held any more. */
  async stageOrder(decision: Pick<Decision, 'decisionId'>): Promise<StagedOrder> {
    const taken = await takeIntent(this.#options.store, this.#book, decision.decisionId);
    if (taken.status === 'refused') throw new UnapprovedError(`${decision.decisionId}: ${taken.reason}`);
    return this.#stage(taken.plan);
  }

  /**
   * Sends a staged order, once: the same staged order again only looks it up.
   * @throws {UnapprovedError} the reservation is not held any more, or a trading state is latched.
   */
  async submitOrder(staged: StagedOrder): Promise<Execution> {
    const execution = await this.#submit(staged);
    if (typeof execution === 'object') return execution;
    const reason =
      execution === 'latched' ? 'latched, so that nothing new may be entered' : 'its reservation is not held';
    throw new UnapprovedError(`${staged.plan.decisionId}: ${reason}`);
  }

  /** Nothing is journalled while a latch applies, or when the reservation was released meanwhile. */
  async #submit(staged: StagedOrder): Promise<Execution | 'latched' | 'released'> {
    const { decisionId } = staged.plan;
    const existing = await this.#journal.find(decisionId);
    if (existing === undefined) {
      const armed = await this.#ledger.arm(staged.plan.reservationId, staged.execution);
      const journaled = await this.#journal.find(decisionId);
      if (journaled === undefined) return armed?.state === 'reserved' ? 'latched' : 'released';
    }
    const execution = (await this.#journal.find(decisionId)) ?? staged.execution;
    if (existing === undefined) await this.#options.crash?.('CP5');
    if (existing === undefined) this.#options.events?.publish('order.updated', execution);
    if (execution.status === 'journaled' && this.#options.mode !== 'dry-run')
      return this.#send(staged, execution);
    return this.#follow(execution);
  }

  /** The journal of a plan's order as it stands now. */
  monitorExecution(decisionId: string): Promise<Execution | undefined> {
    return this.#journal.find(decisionId);
  }

  /** Cancels an entry that has not filled. */
  async cancelOrder(decisionId: string): Promise<Execution | undefined> {
    const execution = await this.#journal.find(decisionId);
    if (execution === undefined) return undefined;
    const report = await this.#options.venue.cancel(
      execution.order.clientOrderId,
      AbortSignal.timeout(leaseMs),
    );
    return report === undefined ? execution : this.#record(execution, applyReport(execution, report));
  }

  async drain(signal?: AbortSignal): Promise<WorkReport> {
    let worked = 0;
    for (;;) {
      signal?.throwIfAborted();
      const jobs = await this.#orders.claim({ limit: 50, leaseMs });
      for (const job of jobs) await this.#place(job);
      worked += jobs.length;
      if (jobs.length === 0) break;
    }
    if (this.#options.mode === 'dry-run') return { worked };
    for (const execution of await this.#journal.open()) {
      const after = await this.#follow(execution);
      if (after.status !== execution.status || after.fills.length > execution.fills.length) worked += 1;
    }
    return { worked };
  }

  async #place(job: LeasedJob): Promise<void> {
    const { decisionId } = job.payload as { readonly decisionId: string };
    const taken = await takeIntent(this.#options.store, this.#book, decisionId);
    const late = job.expiresAt !== undefined && this.#clock.now() >= job.expiresAt;
    // A late job may have been journaled before a crash: then it is followed, like any open execution.
    if (taken.status === 'approved' && !(late && taken.reservation.state === 'reserved')) {
      const execution = await this.#submit(await this.#stage(taken.plan));
      // The plan stays good until it expires: should the latch be released before, its order goes out then.
      if (execution === 'latched') {
        await this.#orders.retry(job, latchedPauseMs);
        return;
      }
    }
    await this.#orders.done(job);
  }

  async #stage(plan: Approved<SizedPlan>): Promise<StagedOrder> {
    const instrument = await this.#options.venue.market?.instrument(plan.plan.symbol);
    return stage({
      book: this.#book,
      plan,
      now: this.#clock.now(),
      ...(instrument === undefined ? {} : { instrument }),
    });
  }

  async #send(staged: StagedOrder, journaled: Execution): Promise<Execution> {
    const sending = await this.#record(journaled, {
      ...journaled,
      status: 'sending',
      updatedAt: this.#clock.now(),
    });
    await this.#options.crash?.('CP6');
    const outcome = await this.#options.venue.submit(staged.order, AbortSignal.timeout(leaseMs));
    if (outcome.status === 'accepted') await this.#options.crash?.('CP7');
    switch (outcome.status) {
      case 'accepted':
      case 'duplicate':
        return this.#record(sending, applyReport(sending, outcome.report));
      case 'rejected':
        return this.#record(sending, {
          ...sending,
          status: 'rejected',
          code: outcome.code,
          updatedAt: this.#clock.now(),
        });
      case 'throttled':
      case 'not-sent':
        return this.#record(sending, { ...sending, status: 'journaled', updatedAt: this.#clock.now() });
      case 'unknown':
        return this.#record(sending, { ...sending, status: 'unknown', updatedAt: this.#clock.now() });
    }
  }

  /** Asks the venue; what it does not know was never sent, and is sent now under the same id. */
  async #follow(execution: Execution): Promise<Execution> {
    if (this.#options.mode === 'dry-run') return execution;
    const report = await this.#options.venue.lookup(
      execution.order.clientOrderId,
      AbortSignal.timeout(leaseMs),
    );
    if (report !== undefined) return this.#record(execution, applyReport(execution, report));
    return this.#neverArrived(execution);
  }

  async #neverArrived(execution: Execution): Promise<Execution> {
    // The venue took it once and has forgotten it: sending again could double it, so it waits for a person.
    if (execution.status === 'working' || execution.status === 'open') return execution;
    const gone: OrderReport['status'] = 'expired';
    const overdueMs = this.#clock.now() - execution.order.expiresAt;
    // Another process may be sending it right now, by a clock that is behind ours: wait until that is over.
    if (overdueMs >= 0 && overdueMs < leaseMs) return execution;
    if (overdueMs >= leaseMs) {
      return this.#record(execution, { ...execution, status: gone, updatedAt: this.#clock.now() });
    }
    const taken = await takeIntent(this.#options.store, this.#book, execution.decisionId);
    if (taken.status === 'refused') return execution;
    return this.#send(await this.#stage(taken.plan), execution);
  }

  async #record(before: Execution, after: Execution): Promise<Execution> {
    if (after === before) return before;
    if (after.fills.length > before.fills.length) await this.#options.crash?.('CP8');
    if (hasEnded(after)) await this.#options.crash?.('CP10');
    await this.#journal.record(before, after);
    this.#options.events?.publish('order.updated', after);
    return after;
  }
}
