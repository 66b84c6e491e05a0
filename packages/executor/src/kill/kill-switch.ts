import { type Book, type Clock, type Ids, type Store, systemClock, TradingLatches } from '@tradewarden/core';
import type { ClosingGuard } from '@tradewarden/core/latch';
import type { Venue, VenueOrder } from '@tradewarden/core/venue';
import { PlanWorker } from '../follow/plan-worker.ts';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { OrderJournal } from '../order-journal/order-journal.ts';
import type { ExecutionPoint } from '../submit/order-line.ts';
import { cancelOrders } from './cancel-orders.ts';
import type { KillFlag } from './kill-flag.ts';
import { isNothing, killLook, type KillLook, residualOf } from './kill-look.ts';
import { mergedPlans, pendingEntries } from './kill-plans.ts';
import { recordKill } from './kill-record.ts';
import type { KillReport, KillRequest, KillResidual } from './kill-report.ts';

/** Between two steps of a kill; a test dies there. */
export type KillPoint = 'latched' | 'taken-back' | 'asked' | 'driven' | 'swept';

export interface KillSwitchOptions {
  readonly store: Store;
  /** Of the kill alone, so that nothing it asks for waits behind the requests of others. */
  readonly venue: Venue;
  readonly account: string;
  readonly mode: 'paper';
  readonly flag?: KillFlag;
  /** As of the executor: what adds to the commits that close positions. */
  readonly closing?: ClosingGuard;
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** How long it tries before it reports what is left; default 60,000. */
  readonly limitMs?: number;
  /** Stops at points of the kill, and of the work on the plans that it does; for simulations. */
  readonly crash?: (point: KillPoint | ExecutionPoint) => void | Promise<void>;
}

interface Course {
  readonly request: KillRequest;
  readonly startedAt: number;
  readonly problems: Set<string>;
  plans: readonly JournalledPlan[];
  /** Without it nobody knows what is ours, and nothing is clean. */
  isJournalRead: boolean;
  cancelledAt: number | undefined;
}

/** How long the next round waits when the venue says nothing of it. */
const pauseMs = 200;

/**
 * Ends trading and proves it: latch first, then entries in every namespace, then, when asked, all that is held, the stops
 * last; clean only after two whole looks in a row. Every step may be made again, so that a kill that died is killed again.
 */
export class KillSwitch {
  readonly #options: KillSwitchOptions;
  readonly #clock: Clock;
  readonly #book: Book;
  readonly #journal: OrderJournal;
  readonly #worker: PlanWorker;

  constructor(options: KillSwitchOptions) {
    const { store, venue, account, mode, clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#book = { account, mode, venue: venue.id };
    this.#journal = new OrderJournal({ store, book: this.#book });
    this.#worker = new PlanWorker({
      store,
      venue,
      account,
      mode,
      clock,
      ...(options.ids === undefined ? {} : { ids: options.ids }),
      ...(options.closing === undefined ? {} : { closing: options.closing }),
      entriesAllowed: () => false,
      safeguards: { stopped: () => 'killed' },
      ...(options.crash === undefined ? {} : { crash: options.crash }),
    });
  }

  async kill(request: KillRequest): Promise<KillReport> {
    const { flag, limitMs = 60_000 } = this.#options;
    const startedAt = this.#clock.now();
    const course: Course = {
      request,
      startedAt,
      problems: new Set(),
      plans: [],
      isJournalRead: false,
      cancelledAt: undefined,
    };
    const isFlagged = this.#raise(flag, course);
    const latching = this.#latch(course);
    // With the flag up nothing new is sent; a store that is slow to latch must not keep orders from being cancelled.
    if (!isFlagged) await latching;
    const latchedAt = this.#clock.now();
    await this.#reached('latched');
    let [last] = await Promise.all([this.#round(course), this.#sweep(course)]);
    await this.#reached('taken-back');
    let isLatched = await latching;
    let firstClean: number | undefined;
    let isClean = false;
    while (!isClean && this.#clock.now() < startedAt + limitMs) {
      isLatched ||= await this.#latch(course);
      await this.#attempt(course, 'journal', () => this.#ask(course));
      await this.#reached('asked');
      await this.#attempt(course, 'executor', () => this.#drive());
      await this.#reached('driven');
      const next = await this.#round(course);
      await this.#reached('swept');
      last = next ?? last;
      if (next === undefined || !course.isJournalRead || !isNothing(next.residual)) firstClean = undefined;
      else if (firstClean === undefined) firstClean = next.look.asOf;
      else isClean = next.look.asOf > firstClean + this.#lagMs && (isLatched || isFlagged);
      if (!isClean) await this.#clock.sleep(Math.max(pauseMs, this.#lagMs + 1));
    }
    const residual = last?.residual ?? { orders: [], positions: [], unknown: [] };
    const report: KillReport = {
      status: isClean ? 'KILLED_CLEAN' : 'KILLED_WITH_RESIDUAL',
      mode: request.mode,
      latched: { store: isLatched, flag: isFlagged },
      residual,
      problems: [...course.problems],
      foreignOrders: last?.look.foreign.length ?? 0,
      startedAt,
      latchedAt,
      ...(course.cancelledAt === undefined ? {} : { cancelledAt: course.cancelledAt }),
      endedAt: this.#clock.now(),
    };
    await this.#attempt(course, 'report', () =>
      recordKill(this.#options.store, this.#book, { ...request, startedAt, status: report.status }, report),
    );
    await this.#attempt(course, 'lease', () => this.#worker.release());
    return { ...report, problems: [...course.problems] };
  }

  /** Does what the plans need to end, unless another process of the account does. */
  async #drive(): Promise<void> {
    if (await this.#worker.hold()) await this.#worker.work();
  }

  get #lagMs(): number {
    return this.#options.venue.capabilities.readLagMs;
  }

  #raise(flag: KillFlag | undefined, { request, startedAt, problems }: Course): boolean {
    if (flag === undefined) return false;
    try {
      flag.raise({ reason: request.reason, actor: request.actor.id, at: startedAt, mode: request.mode });
      return true;
    } catch (error) {
      problems.add(`flag: ${textOf(error)}`);
      return false;
    }
  }

  /** Returns whether the latch is durable in the store. */
  async #latch(course: Course): Promise<boolean> {
    const { store } = this.#options;
    const { request, startedAt } = course;
    const latched = await this.#attempt(course, 'latch', async () => {
      const { reason, actor } = request;
      const latches = new TradingLatches({ store, book: this.#book });
      const cause = { cause: 'kill', state: 'HALTED', reason, actor, at: startedAt } as const;
      return latches.latch({ scope: 'account', ...cause });
    });
    if (latched !== undefined)
      await this.#attempt(course, 'record', () =>
        recordKill(store, this.#book, { ...request, startedAt, status: 'running' }),
      );
    return latched !== undefined;
  }

  /** Durable: whoever works the plans from now on takes them out, also after this process is gone. */
  async #ask({ request }: Course): Promise<void> {
    const asked = request.mode === 'flatten' ? 'leave' : 'no-entries';
    for (const { decisionId } of await this.#journal.open())
      await this.#journal.record(decisionId, { news: [], at: this.#clock.now(), asked });
  }

  /** Entries that their ids tell are ours need no journal, which may be slow to answer, or not there. */
  async #sweep(course: Course): Promise<void> {
    const look = await killLook(this.#options.venue, this.#clock, []);
    if (typeof look === 'string') return;
    await this.#cancel(
      course,
      look.ours.filter(({ reduceOnly }) => !reduceOnly),
    );
  }

  /** Looks, and cancels what the look shows; `undefined`: the venue could not be read whole. */
  async #round(
    course: Course,
  ): Promise<{ readonly look: KillLook; readonly residual: KillResidual } | undefined> {
    const { venue } = this.#options;
    const { request, problems } = course;
    const open = await this.#attempt(course, 'journal', () => this.#journal.open());
    course.isJournalRead = open !== undefined;
    if (open !== undefined) course.plans = mergedPlans(course.plans, open);
    const look = await killLook(venue, this.#clock, course.plans);
    if (typeof look === 'string') {
      problems.add(look);
      await this.#cancel(course, pendingEntries(course.plans));
      return undefined;
    }
    const flat = new Set(course.plans.map(({ plan }) => plan.symbol));
    for (const { symbol, quantity } of look.positions) if (quantity !== '0') flat.delete(symbol);
    const isOver = (order: VenueOrder): boolean =>
      !order.reduceOnly || (request.mode === 'flatten' && flat.has(order.symbol));
    await this.#cancel(course, [...look.ours.filter(isOver), ...pendingEntries(course.plans)]);
    return { look, residual: residualOf(look, course.plans, request.mode) };
  }

  async #cancel(course: Course, orders: Parameters<typeof cancelOrders>[2]): Promise<void> {
    if (orders.length === 0) return;
    const waitMs = await cancelOrders(this.#options.venue, this.#clock, orders);
    course.cancelledAt = this.#clock.now();
    if (waitMs > 0) await this.#clock.sleep(waitMs);
  }

  async #attempt<Value>(
    course: Course,
    name: string,
    work: () => Promise<Value>,
  ): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      course.problems.add(`${name}: ${textOf(error)}`);
      return undefined;
    }
  }

  async #reached(point: KillPoint): Promise<void> {
    await this.#options.crash?.(point);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
