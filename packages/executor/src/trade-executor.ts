import {
  assertStoreFits,
  type Book,
  bookKey,
  type Clock,
  ConfigError,
  type Decision,
  type EventBus,
  type Execution,
  executionKey,
  type Executor,
  ExposureLedger,
  hasEnded,
  type Ids,
  JobQueue,
  type Mode,
  type Pause,
  type Store,
  systemClock,
  systemIds,
  UnapprovedError,
  type WorkReport,
} from '@tradewarden/core';
import type { ClosingGuard } from '@tradewarden/core/latch';
import type { Venue } from '@tradewarden/core/venue';
import { AccountWriter } from './follow/account-writer.ts';
import { alarmPlan } from './follow/alarm-plan.ts';
import { VenueReader } from './follow/venue-reading.ts';
import { WorkPlans } from './follow/work-plans.ts';
import { OrderJournal } from './order-journal/order-journal.ts';
import { beginJournal } from './place/begin-journal.ts';
import { endUnplaced } from './place/end-unplaced.ts';
import { placeJobs } from './place/place-jobs.ts';
import { stagePlan, type Staging } from './place/stage-plan.ts';
import { ordersQueue } from './place-order.ts';
import type { PlanningOptions } from './plan-steps/execution-plan.ts';
import type { StagedPlan } from './place/staged-plan.ts';
import type { ExecutionPoint, OrderLine } from './submit/order-line.ts';
import type { EntrySafeguards } from './submit/entry-safeguards.ts';

export interface TradeExecutorOptions {
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
  readonly safeguards?: EntrySafeguards;
  readonly planning?: PlanningOptions;
  /** Whether entries may be sent, such as only once the account is reconciled; default always. */
  readonly entriesAllowed?: () => boolean;
  /** How long something held may be without a working stop; default 3000. */
  readonly protectWithinMs?: number;
  /** Stops at crash points; for simulations. */
  readonly crash?: (point: ExecutionPoint) => void | Promise<void>;
}

/** How often somebody who watches a plan looks at what other processes did. */
const lookMs = 1000;

/**
 * Works approved plans at a venue of single orders: entries in legs, a stop for every lot that fills, targets, and the
 * way out. One process of an account writes at a time; each pass resumes what a crash left.
 */
export class TradeExecutor implements Executor {
  readonly specification = 'executor/v1';
  readonly name = 'executor';
  readonly journal: OrderJournal;
  readonly #options: TradeExecutorOptions;
  readonly #staging: Staging;
  readonly #line: OrderLine;
  readonly #writer: AccountWriter;
  readonly #work: WorkPlans;
  readonly #jobs: JobQueue;
  #pass: Promise<unknown> = Promise.resolve();

  /**
   * @throws {UnapprovedError} a venue with real orders: these modes may not reach it.
   * @throws {ConfigError} a venue that cannot guard what is held.
   */
  constructor(options: TradeExecutorOptions) {
    const { store, venue, account, mode, pause, closing, events, ids = systemIds } = options;
    assertVenueFits(options);
    this.#options = options;
    const clock = options.clock ?? systemClock;
    const book: Book = { account, mode, venue: venue.id };
    const paused = pause === undefined ? {} : { pause };
    const writer = new AccountWriter(store, bookKey(book, 'lease', 'executor'), ids.next('executor'));
    const fence = () => writer.fence();
    const ended = closing === undefined ? {} : { closing };
    const reader = new VenueReader(venue, clock);
    this.journal = new OrderJournal({ store, book, ...paused });
    this.#jobs = new JobQueue({ store, book, name: ordersQueue, clock });
    this.#writer = writer;
    this.#line = {
      book,
      store,
      venue,
      journal: this.journal,
      ledger: new ExposureLedger({ store, book, fence, ...paused, ...ended }),
      clock,
      venueNow: () => reader.now(),
      safeguards: options.safeguards ?? {},
      fence,
      reached: async (point) => options.crash?.(point),
    };
    this.#staging = { line: this.#line, mode, planning: options.planning ?? {} };
    this.#work = new WorkPlans({
      line: this.#line,
      reader,
      entriesAllowed: options.entriesAllowed ?? (() => true),
      protectWithinMs: options.protectWithinMs ?? 3000,
      isWriter: () => writer.hold(),
      changed: (execution) => this.#changed(execution),
      alarmed: (alarm) => alarmPlan({ store, book, ...(events === undefined ? {} : { events }) }, alarm),
    });
  }

  /**
   * What would be sent for a committed decision. Nothing leaves the process.
   * @throws {UnapprovedError} not approved, not held any more, or a safeguard refuses.
   */
  async stageOrder({ decisionId }: Pick<Decision, 'decisionId'>): Promise<StagedPlan> {
    const made = await stagePlan(this.#staging, decisionId);
    if ('staged' in made) return made.staged;
    throw new UnapprovedError(`${decisionId}: ${made.refusal.code}: ${made.refusal.reason}`);
  }

  /**
   * Begins a staged plan and works it as far as it goes now; the same staged plan again only goes on with it.
   * @throws {UnapprovedError} the reservation is not held any more, or something forbids a new entry.
   */
  async submitOrder(staged: StagedPlan): Promise<Execution> {
    const { decisionId } = staged.plan;
    const begun = await beginJournal(this.#line, staged);
    if (begun.status === 'refused')
      throw new UnapprovedError(`${decisionId}: ${begun.refusal.code}: ${begun.refusal.reason}`);
    if (begun.isNew) this.#changed(begun.execution);
    await this.drain();
    return (await this.findExecution(decisionId)) ?? begun.execution;
  }

  /** A plan as it stands now; `undefined`: it was never placed. */
  async findExecution(decisionId: string): Promise<Execution | undefined> {
    const { store, book } = this.#line;
    const [entry] = await store.get([executionKey(book, decisionId)]);
    return entry === null || entry === undefined ? undefined : (entry.value as unknown as Execution);
  }

  /** Every state of a plan from now to its end, as it changes in this process or, seen within a second, in another. */
  async *monitorExecution(decisionId: string, signal?: AbortSignal): AsyncGenerator<Execution, void> {
    for (let last = ''; ;) {
      signal?.throwIfAborted();
      const execution = await this.findExecution(decisionId);
      const text = JSON.stringify(execution);
      if (execution !== undefined && text !== last) yield execution;
      if (execution !== undefined && hasEnded(execution)) return;
      last = text;
      await this.#line.clock.sleep(lookMs, signal);
    }
  }

  /** Ends what is not filled of a plan's entries; what is held keeps its stop and targets. */
  async cancelOrder(decisionId: string): Promise<Execution | undefined> {
    if ((await this.journal.find(decisionId)) === undefined) return undefined;
    await this.journal.record(decisionId, { news: [], at: this.#line.clock.now(), asked: 'no-entries' });
    await this.drain();
    return this.findExecution(decisionId);
  }

  /** Works every open plan until nothing is due, and takes what waits. Nothing while another process is the writer. */
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

  /** What is held is looked after before anything new begins. */
  async #drain(signal?: AbortSignal): Promise<WorkReport> {
    if (!(await this.#writer.hold())) return { worked: 0 };
    const isDry = this.#options.mode === 'dry-run';
    const before = isDry ? await endUnplaced(this.#line) : await this.#work.work(signal);
    const placed = await placeJobs(
      this.#staging,
      this.#jobs,
      (execution) => this.#changed(execution),
      signal,
    );
    const after = isDry || placed === 0 ? 0 : await this.#work.work(signal);
    return { worked: before + placed + after };
  }

  #changed(execution: Execution): void {
    this.#options.events?.publish('order.updated', execution);
  }
}

function assertVenueFits({ store, venue, mode }: TradeExecutorOptions): void {
  const { external, orders, reduceOnly } = venue.capabilities;
  assertStoreFits(store.description, { external });
  if (external) throw new UnapprovedError(`venue ${venue.id} is external; mode ${mode} may not reach it`);
  const missing = (['limit', 'market', 'stop-market'] as const).filter((kind) => !orders.includes(kind));
  if (missing.length > 0 || !reduceOnly)
    throw new ConfigError('TradeExecutor', [
      {
        path: 'venue',
        message: `takes no ${missing[0] ?? 'reduce-only'} orders, without which nothing can be guarded`,
      },
    ]);
}
