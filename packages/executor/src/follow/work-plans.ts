import { applyingLatchKeys, type Execution, type ExposureLedger } from '@tradewarden/core';
import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import type { PlanOrder, Step } from '../plan-steps/plan-order.ts';
import { type PlanOutlook, planSteps } from '../plan-steps/plan-steps.ts';
import { cancelOrder } from '../submit/cancel-order.ts';
import type { OrderLine } from '../submit/order-line.ts';
import { sendOrder } from '../submit/send-order.ts';
import { Absences } from './absences.ts';
import { executionOf } from './execution-of.ts';
import { planNews } from './plan-news.ts';
import { settlePlan } from './settle-plan.ts';
import { inOrder } from './step-order.ts';
import type { VenueReader, VenueReading } from './venue-reading.ts';

export interface WorkOptions {
  readonly line: OrderLine;
  readonly ledger: ExposureLedger;
  readonly reader: VenueReader;
  /** Whether entries may be sent at all, such as only after the first reconciliation. */
  readonly entriesAllowed: () => boolean;
  readonly protectWithinMs: number;
  readonly changed: (execution: Execution) => void;
  readonly alarmed: (alarm: PlanAlarm) => Promise<void>;
}

/** Something that a person should know at once. */
export interface PlanAlarm {
  readonly journalled: JournalledPlan;
  readonly phase: 'emergency-exit' | 'needs-operator';
  readonly at: number;
}

/** Rounds of one pass: a stop that fills, a target, the cancels that follow. More means that something runs in a circle. */
const roundsAtMost = 30;

/** Looks at the venue, records what it says, and does what every open plan needs, until nothing is due. */
export class WorkPlans {
  readonly #options: WorkOptions;
  readonly #absences = new Absences();
  readonly #alarms = new Map<string, PlanAlarm['phase']>();

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  /** Returns how many facts and steps there were; throws what the store throws, and then nothing is half done. */
  async work(signal?: AbortSignal): Promise<number> {
    let worked = 0;
    for (let round = 0; round < roundsAtMost; round += 1) {
      signal?.throwIfAborted();
      const plans = await this.#options.line.journal.open();
      if (plans.length === 0) return worked;
      const reading = await this.#options.reader.read();
      const due: { readonly journalled: JournalledPlan; readonly step: Step }[] = [];
      let learned = 0;
      for (const journalled of plans) {
        const after = await this.#learn(journalled, reading);
        if (after !== journalled) learned += 1;
        const { outlook } = await this.#plan(after, reading);
        due.push(...outlook.steps.map((step) => ({ journalled: after, step })));
      }
      let done = 0;
      for (const { journalled, step } of inOrder(due)) {
        signal?.throwIfAborted();
        if (await this.#do(journalled, step, reading)) done += 1;
      }
      worked += learned + done;
      if (done === 0) return worked;
    }
    return worked;
  }

  async #learn(journalled: JournalledPlan, reading: VenueReading): Promise<JournalledPlan> {
    const { line, ledger } = this.#options;
    const news = await planNews(line, journalled, reading, this.#absences);
    if (news.length === 0) return journalled;
    await line.reached('read');
    // Counted in full before it is known in full: a crash in between counts too much rather than too little.
    const isEntered = news.some(
      ({ slot, facts }) => slot.role === 'entry' && facts.some(({ kind }) => kind === 'filled'),
    );
    const { decisionId, reservationId } = journalled;
    if (isEntered) await ledger.setStop(reservationId, 'missing', this.#summaryOf(journalled, reading.at));
    const recorded = await line.journal.record(decisionId, { news, at: line.clock.now() });
    await line.reached('recorded');
    return recorded.status === 'recorded' ? recorded.journalled : journalled;
  }

  #summaryOf(journalled: JournalledPlan, at: number): Execution {
    const { book } = this.#options.line;
    return executionOf({ book, journalled, orders: ordersOf(journalled), phase: 'entering', at });
  }

  async #plan(
    journalled: JournalledPlan,
    reading: VenueReading,
  ): Promise<{ readonly orders: readonly PlanOrder[]; readonly outlook: PlanOutlook }> {
    const { line, ledger, changed } = this.#options;
    const orders = ordersOf(journalled);
    const outlook = planSteps(journalled.plan, orders, {
      now: reading.now,
      entriesAllowed: await this.#mayEnter(journalled),
      entriesPaused: !reading.isClockGood || reading.open === undefined || !this.#options.entriesAllowed(),
      protectWithinMs: this.#options.protectWithinMs,
      leave: journalled.asked === 'leave',
    });
    const execution = await settlePlan(line, ledger, { journalled, orders, outlook });
    if (execution !== undefined) changed(execution);
    await this.#alarm(journalled, outlook, reading.at);
    return { orders, outlook };
  }

  async #mayEnter({ asked, origin, plan }: JournalledPlan): Promise<boolean> {
    const { line } = this.#options;
    if (asked !== undefined) return false;
    if (line.safeguards.stopped?.() !== undefined) return false;
    const keys = applyingLatchKeys(line.book, {
      venue: line.book.venue,
      source: origin.source,
      symbol: plan.symbol,
    });
    return (await line.store.get(keys)).every((latch) => latch === null);
  }

  async #do(journalled: JournalledPlan, step: Step, reading: VenueReading): Promise<boolean> {
    const { line } = this.#options;
    return step.kind === 'cancel'
      ? cancelOrder(line, journalled, step)
      : sendOrder(line, journalled, step, reading.now);
  }

  /** Once for each time that a plan comes into such a phase. */
  async #alarm(journalled: JournalledPlan, { phase }: PlanOutlook, at: number): Promise<void> {
    const { decisionId } = journalled;
    const isAsked = journalled.asked === 'leave' && phase === 'emergency-exit';
    if (isAsked || (phase !== 'emergency-exit' && phase !== 'needs-operator')) {
      this.#alarms.delete(decisionId);
      return;
    }
    if (this.#alarms.get(decisionId) === phase) return;
    this.#alarms.set(decisionId, phase);
    await this.#options.alarmed({ journalled, phase, at });
  }
}
