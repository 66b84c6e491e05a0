import {
  ConfigError,
  type Decision,
  type Execution,
  executionKey,
  type Executor,
  hasEnded,
  JobQueue,
  type Mode,
  UnapprovedError,
  type WorkReport,
} from '@tradewarden/core';
import { type CauseKeeper, TwoStepResume } from '@tradewarden/core/latch';
import type { Venue } from '@tradewarden/core/venue';
import { PlanWorker, type PlanWorkerOptions } from './follow/plan-worker.ts';
import type { KillReport, KillRequest } from './kill/kill-report.ts';
import { KillSwitch, type KillSwitchOptions } from './kill/kill-switch.ts';
import type { OrderJournal } from './order-journal/order-journal.ts';
import { beginJournal } from './place/begin-journal.ts';
import { endUnplaced } from './place/end-unplaced.ts';
import { placeJobs } from './place/place-jobs.ts';
import { stagePlan, type Staging } from './place/stage-plan.ts';
import { ordersQueue } from './place-order.ts';
import { checkPlanning, type PlanningOptions } from './plan-steps/planning-options.ts';
import type { StagedPlan } from './place/staged-plan.ts';
import type { OrderLine } from './submit/order-line.ts';

export interface TradeExecutorOptions extends PlanWorkerOptions {
  /** `dry-run` journals what would be sent and sends nothing; `paper` needs a venue without real orders. */
  readonly mode: Extract<Mode, 'dry-run' | 'paper'>;
  readonly planning?: PlanningOptions;
  /** What `kill` works with: a venue of its own, so that nothing waits before it, and a flag. Default the venue above. */
  readonly killing?: Pick<KillSwitchOptions, 'flag' | 'limitMs'> & { readonly venue?: Venue };
  /** What has latched trading, and says whether it still holds; asked by `resume`. */
  readonly keepers?: readonly CauseKeeper[];
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
  /** Lets trading go on after a kill, in two steps: `request`, then `confirm` with its token. */
  readonly resume: TwoStepResume;
  readonly #options: TradeExecutorOptions;
  readonly #staging: Staging;
  readonly #line: OrderLine;
  readonly #worker: PlanWorker;
  readonly #jobs: JobQueue;
  #pass: Promise<unknown> = Promise.resolve();

  /**
   * @throws {UnapprovedError} a venue with real orders: these modes may not reach it.
   * @throws {ConfigError} a planning that is none; a venue that cannot guard what is held, or that tells no prices for a
   * stop that follows them.
   */
  constructor(options: TradeExecutorOptions) {
    const { store, account, mode, planning = {}, keepers = [] } = options;
    checkPlanning(planning);
    if (mode === 'paper' && planning.trailPercent !== undefined && options.venue.market === undefined)
      throw new ConfigError('TradeExecutor', [
        { path: 'planning.trailPercent', message: 'the venue tells no prices that a stop could follow' },
      ]);
    this.#options = options;
    this.#worker = new PlanWorker(options);
    const line = this.#worker.line;
    this.#line = line;
    this.journal = line.journal;
    this.#jobs = new JobQueue({ store, book: line.book, name: ordersQueue, clock: line.clock });
    this.#staging = { line, mode, planning };
    this.resume = new TwoStepResume({ store, account, modes: [mode], keepers, clock: line.clock });
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
    if (begun.isNew) this.#worker.changed(begun.execution);
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

  /**
   * Ends trading and proves it, see `KillSwitch`; entries of this and of every other process stop at once.
   * @throws {UnapprovedError} in `dry-run`, which has nothing at any venue: latch its trading instead.
   */
  async kill(request: KillRequest): Promise<KillReport> {
    const { store, venue, account, mode, killing = {}, ids } = this.#options;
    if (mode !== 'paper') throw new UnapprovedError(`mode ${mode} has nothing at a venue to kill`);
    const { clock } = this.#line;
    const own = ids === undefined ? {} : { ids };
    const killed = new KillSwitch({ store, venue, account, mode, clock, ...own, ...killing }).kill(request);
    // Only one process or part of it sends for an account: from now on the kill.
    await this.stop();
    return killed;
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
    await this.#worker.release();
  }

  /** What is held is looked after before anything new begins. */
  async #drain(signal?: AbortSignal): Promise<WorkReport> {
    if (!(await this.#worker.hold())) return { worked: 0 };
    const isDry = this.#options.mode === 'dry-run';
    const before = isDry ? await endUnplaced(this.#line) : await this.#worker.work(signal);
    const placed = await placeJobs(
      this.#staging,
      this.#jobs,
      (execution) => this.#worker.changed(execution),
      signal,
    );
    const after = isDry || placed === 0 ? 0 : await this.#worker.work(signal);
    return { worked: before + placed + after };
  }
}
