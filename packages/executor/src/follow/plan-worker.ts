import {
  type Book,
  bookKey,
  type Clock,
  type EventBus,
  type Execution,
  ExposureLedger,
  type Ids,
  type Mode,
  type Pause,
  type Store,
  systemClock,
  systemIds,
} from '@tradewarden/core';
import type { ClosingGuard } from '@tradewarden/core/latch';
import type { Venue } from '@tradewarden/core/venue';
import { OrderJournal } from '../order-journal/order-journal.ts';
import type { EntrySafeguards } from '../submit/entry-safeguards.ts';
import type { ExecutionPoint, OrderLine } from '../submit/order-line.ts';
import { AccountWriter } from './account-writer.ts';
import { alarmPlan } from './alarm-plan.ts';
import { assertVenueFits } from './assert-venue-fits.ts';
import { VenueReader } from './venue-reading.ts';
import { WorkPlans } from './work-plans.ts';

export interface PlanWorkerOptions {
  readonly store: Store;
  readonly venue: Venue;
  readonly account: string;
  readonly mode: Extract<Mode, 'dry-run' | 'paper'>;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly events?: EventBus;
  /** How to wait between attempts at a commit; for simulations. */
  readonly pause?: Pause;
  /** Adds to the commits that close positions, such as the breakers of the gate. */
  readonly closing?: ClosingGuard;
  readonly safeguards?: EntrySafeguards;
  /** Whether entries may be sent, such as only once the account is reconciled; default always. */
  readonly entriesAllowed?: () => boolean;
  /** How long something held may be without a working stop; default 3000. */
  readonly protectWithinMs?: number;
  /** Stops at crash points; for simulations. */
  readonly crash?: (point: ExecutionPoint) => void | Promise<void>;
}

/** Works what is open of an account, as long as this process is its one writer; begins nothing new. */
export class PlanWorker {
  readonly line: OrderLine;
  readonly #writer: AccountWriter;
  readonly #work: WorkPlans;
  readonly #events: EventBus | undefined;

  /**
   * @throws {UnapprovedError} a venue with real orders: these modes may not reach it.
   * @throws {ConfigError} a venue that cannot guard what is held.
   */
  constructor(options: PlanWorkerOptions) {
    const { store, venue, account, mode, pause, closing, events, ids = systemIds } = options;
    assertVenueFits(options);
    const clock = options.clock ?? systemClock;
    const book: Book = { account, mode, venue: venue.id };
    const paused = pause === undefined ? {} : { pause };
    const writer = new AccountWriter(store, bookKey(book, 'lease', 'executor'), ids.next('executor'));
    const fence = () => writer.fence();
    const ended = closing === undefined ? {} : { closing };
    const reader = new VenueReader(venue, clock);
    this.#writer = writer;
    this.#events = events;
    this.line = {
      book,
      store,
      venue,
      journal: new OrderJournal({ store, book, ...paused }),
      ledger: new ExposureLedger({ store, book, fence, ...paused, ...ended }),
      clock,
      venueNow: () => reader.now(),
      safeguards: options.safeguards ?? {},
      fence,
      reached: async (point) => options.crash?.(point),
    };
    this.#work = new WorkPlans({
      line: this.line,
      reader,
      entriesAllowed: options.entriesAllowed ?? (() => true),
      protectWithinMs: options.protectWithinMs ?? 3000,
      isWriter: () => writer.hold(),
      changed: (execution) => this.changed(execution),
      alarmed: (alarm) => alarmPlan({ store, book, ...(events === undefined ? {} : { events }) }, alarm),
    });
  }

  /** Becomes or stays the one that sends; `false`: another process is. */
  hold(): Promise<boolean> {
    return this.#writer.hold();
  }

  /** Until nothing is due; gives how much there was. */
  work(signal?: AbortSignal): Promise<number> {
    return this.#work.work(signal);
  }

  /** Lets another process go on at once. */
  release(): Promise<void> {
    return this.#writer.release();
  }

  /** Tells those who listen how a plan stands now. */
  changed(execution: Execution): void {
    this.#events?.publish('order.updated', execution);
  }
}
