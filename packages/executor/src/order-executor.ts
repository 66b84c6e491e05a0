import {
  type Approved,
  assertStoreFits,
  type Book,
  bookKey,
  type Clock,
  type Decision,
  defaultInstrument,
  type EventBus,
  type Execution,
  executionKey,
  type Executor,
  ExposureLedger,
  hasEnded,
  type Ids,
  JobQueue,
  type LeasedJob,
  type Mode,
  type Pause,
  type SizedPlan,
  type Store,
  systemClock,
  systemIds,
  takeIntent,
  UnapprovedError,
  type WorkReport,
} from '@tradewarden/core';
import type { ClosingGuard } from '@tradewarden/core/latch';
import type { OrderRequest, Venue } from '@tradewarden/core/venue';
import { alarmPlan } from './follow/alarm-plan.ts';
import { executionOf } from './follow/execution-of.ts';
import { VenueReader } from './follow/venue-reading.ts';
import { WorkPlans } from './follow/work-plans.ts';
import { AccountWriter } from './follow/account-writer.ts';
import { beginPlan } from './order-journal/begin-plan.ts';
import { type JournalledPlan, ordersOf, slotOrderId } from './order-journal/journalled-plan.ts';
import { OrderJournal } from './order-journal/order-journal.ts';
import { ordersQueue } from './place-order.ts';
import type { PlanningOptions } from './plan-steps/execution-plan.ts';
import type { StagedPlan } from './staged-plan.ts';
import type { ExecutionPoint, OrderLine } from './submit/order-line.ts';
import type { Refusal, Safeguards } from './submit/safeguards.ts';

export interface OrderExecutorOptions {
  readonly store: Store;
  readonly venue: Venue;
  readonly account: string;
  /** `dry-run` journals what would be sent and sends nothing; `paper` needs a venue without real orders. */
  readonly mode: Extract<Mode, 'dry-run' | 'paper'>;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly events?: EventBus;
  /** How to wait between attempts at a commit; for simulations. */
  readonly pause?: Pause;
  /** Adds to the commits that close positions, such as the breakers of the gate. */
  readonly closing?: ClosingGuard;
  readonly safeguards?: Safeguards;
  readonly planning?: PlanningOptions;
  /** Whether entries may be sent, such as only once the account is reconciled; default always. */
  readonly entriesAllowed?: () => boolean;
  /** How long something held may be without a working stop; default 3000. */
  readonly protectWithinMs?: number;
  /** Stops at crash points; for simulations. */
  readonly crash?: (point: ExecutionPoint) => void | Promise<void>;
}

const leaseMs = 30_000;
/** How long a plan waits that may not be armed now. */
const waitMs = 1000;

type Begun = 'begun' | 'over' | Refusal;

/**
 * Works approved plans at a venue of single orders: entries in legs, a stop for every lot that fills, targets, and the
 * way out. One process of an account writes at a time; each pass resumes what a crash left.
 */
export class OrderExecutor implements Executor {
  readonly specification = 'executor/v1';
  readonly name = 'executor';
  readonly journal: OrderJournal;
  readonly #options: OrderExecutorOptions;
  readonly #clock: Clock;
  readonly #book: Book;
  readonly #ledger: ExposureLedger;
  readonly #line: OrderLine;
  readonly #writer: AccountWriter;
  readonly #work: WorkPlans;
  readonly #jobs: JobQueue;
  #pass: Promise<unknown> = Promise.resolve();

  /** @throws {UnapprovedError} a venue with real orders: these modes may not reach it. */
  constructor(options: OrderExecutorOptions) {
    const { store, venue, account, mode, pause, closing, events, ids = systemIds } = options;
    assertStoreFits(store.description, { external: venue.capabilities.external });
    if (venue.capabilities.external)
      throw new UnapprovedError(`venue ${venue.id} is external; mode ${mode} may not reach it`);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#book = { account, mode, venue: venue.id };
    const paused = pause === undefined ? {} : { pause };
    this.#ledger = new ExposureLedger({
      store,
      book: this.#book,
      ...paused,
      ...(closing === undefined ? {} : { closing }),
    });
    this.journal = new OrderJournal({ store, book: this.#book, ...paused });
    this.#jobs = new JobQueue({ store, book: this.#book, name: ordersQueue, clock: this.#clock });
    this.#writer = new AccountWriter(store, bookKey(this.#book, 'lease', 'executor'), ids.next('executor'));
    this.#line = {
      book: this.#book,
      store,
      venue,
      journal: this.journal,
      clock: this.#clock,
      safeguards: options.safeguards ?? {},
      fence: () => this.#writer.fence(),
      reached: async (point) => options.crash?.(point),
    };
    this.#work = new WorkPlans({
      line: this.#line,
      ledger: this.#ledger,
      reader: new VenueReader(venue, this.#clock),
      entriesAllowed: options.entriesAllowed ?? (() => true),
      protectWithinMs: options.protectWithinMs ?? 3000,
      changed: (execution) => events?.publish('order.updated', execution),
      alarmed: (alarm) =>
        alarmPlan({ store, book: this.#book, ...(events === undefined ? {} : { events }) }, alarm),
    });
  }

  /** What would be sent for a committed decision. Nothing leaves the process. @throws {UnapprovedError} not approved, or not held any more. */
  async stageOrder(decision: Pick<Decision, 'decisionId'>): Promise<StagedPlan> {
    const { decisionId } = decision;
    const taken = await takeIntent(this.#options.store, this.#book, decisionId);
    if (taken.status === 'refused') throw new UnapprovedError(`${decisionId}: ${taken.reason}`);
    const { plan, reservation } = taken;
    const journal = await this.#begin(plan, reservation.plannedHeat ?? reservation.uses);
    const { symbol, direction, expiresAt, entries } = journal.plan;
    return {
      plan,
      mode: this.#options.mode,
      journal,
      entries: entries.map(({ price, quantity }, leg): OrderRequest => ({
        clientOrderId: slotOrderId(this.#book, decisionId, { role: 'entry', leg, generation: 1 }),
        symbol,
        side: direction === 'LONG' ? 'BUY' : 'SELL',
        quantity,
        instruction: { kind: 'limit', price, goodTill: expiresAt },
        reduceOnly: false,
        validUntil: expiresAt,
      })),
      worstLoss: plan.sizing.riskAtStop,
      notional: plan.sizing.notional,
    };
  }

  /**
   * Begins a staged plan and works it as far as it goes now; the same staged plan again only goes on with it.
   * @throws {UnapprovedError} the reservation is not held any more, or something forbids a new entry.
   */
  async submitOrder(staged: StagedPlan): Promise<Execution> {
    const { decisionId } = staged.plan;
    const begun = await this.#submit(staged);
    if (begun === 'over') throw new UnapprovedError(`${decisionId}: its reservation is not held`);
    if (begun !== 'begun') throw new UnapprovedError(`${decisionId}: ${begun.code}: ${begun.reason}`);
    await this.drain();
    return (await this.#summary(decisionId)) ?? this.#fresh(staged.journal);
  }

  /** Every state of a plan from now to its end, as it changes in this process or, seen within a second, in another. */
  async *monitorExecution(decisionId: string, signal?: AbortSignal): AsyncGenerator<Execution, void> {
    for (let last = ''; ;) {
      signal?.throwIfAborted();
      const execution = await this.#summary(decisionId);
      const text = JSON.stringify(execution);
      if (execution !== undefined && text !== last) yield execution;
      if (execution !== undefined && hasEnded(execution)) return;
      last = text;
      await this.#clock.sleep(waitMs, signal);
    }
  }

  /** Ends what is not filled of a plan's entries; what is held keeps its stop and targets. */
  async cancelOrder(decisionId: string): Promise<Execution | undefined> {
    const journalled = await this.journal.find(decisionId);
    if (journalled === undefined) return undefined;
    await this.journal.record(decisionId, { news: [], at: this.#clock.now(), asked: 'no-entries' });
    await this.drain();
    return this.#summary(decisionId);
  }

  /** Takes what waits, and works every open plan until nothing is due. Nothing while another process is the writer. */
  async drain(signal?: AbortSignal): Promise<WorkReport> {
    const pass = this.#pass.then(() => this.#drain(signal));
    // The next pass begins after this one, however it ended.
    this.#pass = pass.catch(() => {});
    return pass;
  }

  /** Lets another process go on at once. */
  async stop(): Promise<void> {
    await this.#pass;
    await this.#writer.release();
  }

  async #drain(signal?: AbortSignal): Promise<WorkReport> {
    if (!(await this.#writer.hold())) return { worked: 0 };
    let worked = 0;
    for (;;) {
      signal?.throwIfAborted();
      const jobs = await this.#jobs.claim({ limit: 50, leaseMs });
      for (const job of jobs) await this.#place(job);
      worked += jobs.length;
      if (jobs.length === 0) break;
    }
    if (this.#options.mode === 'dry-run') return { worked };
    return { worked: worked + (await this.#work.work(signal)) };
  }

  async #place(job: LeasedJob): Promise<void> {
    const { decisionId } = job.payload as { readonly decisionId: string };
    const taken = await takeIntent(this.#options.store, this.#book, decisionId);
    const late = job.expiresAt !== undefined && this.#clock.now() >= job.expiresAt;
    // A late job may have been journalled before a crash: then it is followed, like any open plan.
    if (taken.status === 'approved' && !(late && taken.reservation.state === 'reserved')) {
      const begun = await this.#submit(await this.stageOrder({ decisionId }));
      // The plan stays good until it expires: should what forbids it pass before, it is entered then.
      if (typeof begun === 'object' && begun.retry === true) {
        await this.#jobs.retry(job, waitMs);
        return;
      }
    }
    await this.#jobs.done(job);
  }

  async #submit({ plan, journal }: StagedPlan): Promise<Begun> {
    const { decisionId, reservationId } = plan;
    if ((await this.journal.find(decisionId)) !== undefined) return 'begun';
    const { safeguards } = this.#line;
    const refusal = await safeguards.beforeSubmit?.(plan);
    if (refusal !== undefined) return refusal;
    const at = this.#clock.now();
    let isHeld = false;
    const fresh = this.#fresh(journal);
    const armed = await this.#ledger.arm(reservationId, fresh, async () => {
      const claim = safeguards.claim === undefined ? {} : await safeguards.claim(plan);
      isHeld = claim === undefined;
      const begun = await this.journal.beginning(journal, at);
      if (claim === undefined || begun === undefined) return undefined;
      return {
        checks: [...(begun.checks ?? []), ...(claim.checks ?? [])],
        puts: [...(begun.puts ?? []), ...(claim.puts ?? [])],
        appends: [...(begun.appends ?? []), ...(claim.appends ?? [])],
      };
    });
    if ((await this.journal.find(decisionId)) !== undefined) {
      await this.#line.reached('armed');
      this.#options.events?.publish('order.updated', fresh);
      return 'begun';
    }
    if (armed?.state !== 'reserved') return 'over';
    return isHeld
      ? { code: 'DOUBLE_FIRE', reason: 'the same was entered a moment ago', retry: true }
      : { code: 'LATCHED', reason: 'latched, so that nothing new may be entered', retry: true };
  }

  async #begin(plan: Approved<SizedPlan>, reserved: JournalledPlan['reserved']): Promise<JournalledPlan> {
    const { symbol } = plan.plan;
    const known = await this.#options.venue.market?.instrument(symbol);
    return beginPlan({
      plan,
      instrument: known ?? defaultInstrument(symbol),
      reserved,
      planning: this.#options.planning ?? {},
    });
  }

  #fresh(journalled: JournalledPlan): Execution {
    const orders = ordersOf(journalled);
    return executionOf({ book: this.#book, journalled, orders, phase: 'entering', at: this.#clock.now() });
  }

  async #summary(decisionId: string): Promise<Execution | undefined> {
    const [entry] = await this.#options.store.get([executionKey(this.#book, decisionId)]);
    return entry === null || entry === undefined ? undefined : (entry.value as unknown as Execution);
  }
}
