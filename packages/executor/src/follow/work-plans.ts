import type { Execution } from '@tradewarden/core';
import { takenFrom } from '../order-journal/handover.ts';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { mergeFacts, type OrderNews } from '../order-journal/merge-facts.ts';
import type { Step } from '../plan-steps/plan-order.ts';
import { type PlanPhase, planSteps } from '../plan-steps/plan-steps.ts';
import { cancelOrder } from '../submit/cancel-order.ts';
import type { OrderLine } from '../submit/order-line.ts';
import { sendOrder } from '../submit/send-order.ts';
import { Absences } from './absences.ts';
import { handOver } from './hand-over.ts';
import { learnNews } from './learn-news.ts';
import { shownNews, soughtNews } from './plan-news.ts';
import { settlePlan } from './settle-plan.ts';
import { readStanding } from './standing.ts';
import { type AskedQuotes, leavingPrice } from './leaving-price.ts';
import { inOrder, isEntry, isGuarding } from './step-order.ts';
import type { VenueReader, VenueReading } from './venue-reading.ts';

export interface WorkOptions {
  readonly line: OrderLine;
  readonly reader: VenueReader;
  /** Whether entries may be sent at all, such as only after the first reconciliation. */
  readonly entriesAllowed: () => boolean;
  readonly protectWithinMs: number;
  /** Whether this process is still the one writer of the account. */
  readonly isWriter: () => Promise<boolean>;
  readonly changed: (execution: Execution) => void;
  readonly alarmed: (alarm: PlanAlarm) => Promise<void>;
}

/** Something that a person should know at once. */
export interface PlanAlarm {
  readonly journalled: JournalledPlan;
  readonly phase: Extract<PlanPhase, 'emergency-exit' | 'needs-operator'>;
  readonly at: number;
}

interface Due {
  readonly journalled: JournalledPlan;
  readonly step: Step;
}

/** Rounds of one pass: a stop that fills, a target, the cancels that follow. More means that something runs in a circle. */
const roundsAtMost = 200;
/** After these nothing is entered any more, so that a pass never ends on an entry that nobody has guarded yet. */
const enteringRounds = 150;

/** Looks at the venue, records what it says, and does what every open plan needs, until nothing is due. */
export class WorkPlans {
  readonly #options: WorkOptions;
  readonly #absences = new Absences();
  readonly #alarms = new Map<string, PlanPhase>();
  /** The venue has told us to wait until then, by its clock. */
  #quietUntil = 0;

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  /** Returns how many facts and steps there were; throws what the store throws, and then nothing is half done. */
  async work(signal?: AbortSignal): Promise<number> {
    const { line, reader, isWriter } = this.#options;
    let worked = 0;
    const asked: AskedQuotes = new Map();
    for (let round = 0; round < roundsAtMost; round += 1) {
      signal?.throwIfAborted();
      const open = await line.journal.open();
      if (open.length === 0 || !(await isWriter())) return worked;
      const reading = await reader.read();
      const shown = await this.#learn(open, (plan) => Promise.resolve(shownNews(plan, reading)));
      worked += shown.learned;
      const due = await this.#due(shown.plans, reading, asked);
      const guarded = await this.#guard(due);
      worked += guarded;
      if (guarded > 0) continue;
      const sought = await this.#learn(shown.plans, (plan) =>
        soughtNews(line, plan, reading, this.#absences),
      );
      worked += sought.learned;
      // What was found may need a guard before anything else is done.
      if (sought.learned > 0) continue;
      const done = await this.#rest(due, { entries: round < enteringRounds, startedAt: reading.now });
      worked += done;
      if (done === 0) return worked;
    }
    return worked;
  }

  async #learn(
    plans: readonly JournalledPlan[],
    newsOf: (plan: JournalledPlan) => Promise<readonly OrderNews[]>,
  ): Promise<{ readonly plans: readonly JournalledPlan[]; readonly learned: number }> {
    const { line } = this.#options;
    const told = await Promise.all(plans.map(newsOf));
    const known: JournalledPlan[] = [];
    let learned = 0;
    for (const [index, journalled] of plans.entries()) {
      const news = mergeFacts(journalled.orders, told[index] ?? []).fresh;
      if (news.length > 0) await line.reached('read');
      const recorded = news.length === 0 ? undefined : await learnNews(line, journalled, news);
      if (recorded?.status === 'recorded') {
        learned += 1;
        await line.reached('recorded');
      }
      known.push(
        recorded === undefined || recorded.status === 'superseded' ? journalled : recorded.journalled,
      );
    }
    return { plans: known, learned };
  }

  async #due(
    plans: readonly JournalledPlan[],
    reading: VenueReading,
    asked: AskedQuotes,
  ): Promise<readonly Due[]> {
    const { line, changed, entriesAllowed, protectWithinMs } = this.#options;
    const due: Due[] = [];
    const standingOf = await readStanding(line, plans);
    const isStopped = line.safeguards.stopped?.() !== undefined;
    for (const { journalled, orders } of await handOver(line, plans)) {
      const standing = standingOf(journalled);
      const isQuiet = reading.now < this.#quietUntil;
      const outlook = planSteps(journalled.plan, orders, {
        now: reading.now,
        entriesAllowed: journalled.asked === undefined && !isStopped && !standing.isLatched,
        entriesPaused: isQuiet || !reading.isClockGood || reading.open === undefined || !entriesAllowed(),
        protectWithinMs,
        leave: journalled.asked === 'leave',
        taken: takenFrom(journalled),
        ...(await leavingPrice(line, { journalled, orders }, { now: reading.now, asked })),
      });
      await this.#alarm(journalled, outlook.phase, reading.at);
      const execution = await settlePlan(line, { journalled, orders, outlook, standing });
      if (execution !== undefined) changed(execution);
      due.push(...outlook.steps.map((step) => ({ journalled, step })));
    }
    return inOrder(due);
  }

  async #guard(due: readonly Due[]): Promise<number> {
    let done = 0;
    for (const { journalled, step } of due)
      if (isGuarding(step) && (await this.#do(journalled, step)) !== 'nothing') done += 1;
    return done;
  }

  /** Entries come last, and stop as soon as one has filled, the venue wants a pause, or others have to be looked after. */
  async #rest(
    due: readonly Due[],
    { entries, startedAt }: { readonly entries: boolean; readonly startedAt: number },
  ): Promise<number> {
    const { line, protectWithinMs } = this.#options;
    let done = 0;
    for (const { journalled, step } of due) {
      if (isGuarding(step)) continue;
      if (isEntry(step)) {
        const late = line.venueNow() >= startedAt + protectWithinMs / 3;
        if (!entries || (late && done > 0)) break;
      }
      const what = await this.#do(journalled, step);
      if (what !== 'nothing') done += 1;
      if (isEntry(step) && (what === 'filled' || what === 'quiet')) break;
    }
    return done;
  }

  async #do(journalled: JournalledPlan, step: Step): Promise<'nothing' | 'done' | 'filled' | 'quiet'> {
    const { line } = this.#options;
    if (step.kind === 'cancel') {
      const outcome = await cancelOrder(line, journalled, step);
      if (outcome?.status === 'throttled') this.#beQuiet(line.venueNow() + outcome.retryAfterMs);
      return outcome === undefined ? 'nothing' : 'done';
    }
    const told = await sendOrder(line, journalled, step);
    if (told === undefined) return 'nothing';
    if (told.kind === 'held-back') {
      this.#beQuiet(told.retryAt);
      return 'quiet';
    }
    return told.kind === 'seen' && told.order.filledQuantity !== '0' ? 'filled' : 'done';
  }

  #beQuiet(until: number): void {
    this.#quietUntil = Math.max(this.#quietUntil, until);
  }

  /** Once for each time that a plan comes into such a phase. */
  async #alarm(journalled: JournalledPlan, phase: PlanPhase, at: number): Promise<void> {
    const { decisionId, asked } = journalled;
    const isAsked = asked === 'leave' && phase === 'emergency-exit';
    if (isAsked || (phase !== 'emergency-exit' && phase !== 'needs-operator')) {
      this.#alarms.delete(decisionId);
      return;
    }
    if (this.#alarms.get(decisionId) === phase) return;
    await this.#options.alarmed({ journalled, phase, at });
    this.#alarms.set(decisionId, phase);
  }
}
