import {
  type Book,
  type Clock,
  ExposureLedger,
  type Store,
  systemClock,
  TradingLatches,
} from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { Absences } from '../follow/absences.ts';
import { learnNews } from '../follow/learn-news.ts';
import { shownNews, soughtNews } from '../follow/plan-news.ts';
import { VenueReader, type VenueReading } from '../follow/venue-reading.ts';
import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import { OrderJournal } from '../order-journal/order-journal.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { Difference } from './difference.ts';
import { type EarlierSnapshot, findDifferences } from './find-differences.ts';
import { type AccountReading, readAccount } from './read-account.ts';
import { freshOf, lastReconciled, recordReconciled } from './reconcile-record.ts';

/** Between two steps; a test dies there. */
export type ReconcilePoint = 'read' | 'learned' | 'latched' | 'recorded';

export interface ReconcilerOptions {
  readonly store: Store;
  readonly book: Book;
  readonly venue: Venue;
  readonly clock?: Clock;
  readonly crash?: (point: ReconcilePoint) => void | Promise<void>;
}

export type Reconciliation =
  | {
      readonly status: 'complete';
      /** All that stand. */
      readonly differences: readonly Difference[];
      /** Those of them that were not known before. */
      readonly fresh: readonly Difference[];
    }
  /** Something could not be read whole: nothing is known, and nothing was concluded. */
  | { readonly status: 'failed'; readonly reason: string };

/** One tells of the next: an order, what it has become, the trades of that. */
const roundsAtMost = 5;

/**
 * Holds the journal against orders, trades, positions and balances of the venue. What the venue did becomes facts of the
 * journal; what is still apart is recorded, said, and latched where a person has to look. It sends and cancels nothing, and
 * twice in a row finds nothing new. Until it has succeeded once `entriesAllowed` lets nothing be entered.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #line: OrderLine;
  readonly #reader: VenueReader;
  readonly #absences = new Absences();
  #hasSucceeded = false;

  constructor(options: ReconcilerOptions) {
    const { store, book, venue, clock = systemClock } = options;
    this.#options = options;
    this.#reader = new VenueReader(venue, clock);
    this.#line = {
      book,
      store,
      venue,
      clock,
      journal: new OrderJournal({ store, book }),
      ledger: new ExposureLedger({ store, book }),
      venueNow: () => this.#reader.now(),
      safeguards: {},
      fence: () => [],
      reached: async () => {},
    };
  }

  /** For the option of an executor. */
  readonly entriesAllowed = (): boolean => this.#hasSucceeded;

  async reconcile(): Promise<Reconciliation> {
    const { store, book, crash } = this.#options;
    const { clock } = this.#line;
    const before = await lastReconciled(store, book);
    let found = await this.#find(before.reconciled);
    if (typeof found === 'string') return { status: 'failed', reason: found };
    // An executor that goes on meanwhile makes differences that pass: only what a second look shows as well is latched.
    if (freshOf(before.reconciled, found.differences).some(isLatching)) {
      const again = await this.#find(before.reconciled);
      if (typeof again === 'string') return { status: 'failed', reason: again };
      const first = new Set(found.differences.map(textOf));
      const stand = again.differences.filter((one) => !isLatching(one) || first.has(textOf(one)));
      found = { ...again, differences: stand };
    }
    const { differences, balances, trades } = found;
    const fresh = freshOf(before.reconciled, differences);
    const at = clock.now();
    for (const difference of fresh.filter(isLatching)) await this.#latch(difference, at);
    await crash?.('latched');
    const after = { differences: standing(differences), balances, trades };
    if (!(await recordReconciled(store, book, { before, after, at })))
      return { status: 'failed', reason: 'somebody else reconciled at the same time' };
    await crash?.('recorded');
    this.#hasSucceeded = true;
    return { status: 'complete', differences, fresh };
  }

  async #find(earlier: EarlierSnapshot | undefined): Promise<Found | string> {
    const { crash } = this.#options;
    const account = await readAccount({ ...this.#line, reader: this.#reader });
    if (typeof account === 'string') return account;
    await crash?.('read');
    const plans = await this.#learn(account);
    await crash?.('learned');
    const { reading, positions, balances } = account;
    const { trades } = reading;
    const snapshot = { orders: reading.open?.orders ?? [], positions, balances, trades };
    return { differences: findDifferences(plans, snapshot, earlier), balances, trades };
  }

  /** Every open plan with all that the venue has shown of it. */
  async #learn({ reading }: AccountReading): Promise<readonly JournalledPlan[]> {
    const { journal } = this.#line;
    for (const { decisionId } of await journal.open())
      for (let round = 0; round < roundsAtMost && (await this.#learnOf(decisionId, reading)); round += 1);
    return journal.open();
  }

  /** Whether anything was learned: a stop that is found to have triggered tells which trades are its own. */
  async #learnOf(decisionId: string, reading: VenueReading): Promise<boolean> {
    const { journal } = this.#line;
    const plan = await journal.find(decisionId);
    if (plan === undefined) return false;
    const shown = shownNews(plan, reading);
    const first = shown.length === 0 ? undefined : await learnNews(this.#line, plan, shown);
    const now = (await journal.find(decisionId)) ?? plan;
    // Whoever is sending may still be alive: only the writer of the account may say that its answer is lost.
    const isSending = ordersOf(now).some(({ view }) => view.state === 'sending');
    const sought = isSending ? [] : await soughtNews(this.#line, now, reading, this.#absences);
    const second = sought.length === 0 ? undefined : await learnNews(this.#line, now, sought);
    return first?.status === 'recorded' || second?.status === 'recorded';
  }

  async #latch({ kind, policy, subject, text }: Difference, at: number): Promise<void> {
    const { store, book } = this.#options;
    await new TradingLatches({ store, book }).latch({
      scope: policy === 'halt' ? 'account' : { symbol: subject },
      cause: `reconcile ${kind}`,
      state: policy === 'halt' ? 'HALTED' : 'REDUCING',
      reason: `${subject}: ${text}`,
      actor: { kind: 'process', id: 'executor' },
      at,
    });
  }
}

interface Found extends EarlierSnapshot {
  readonly differences: readonly Difference[];
}

const isLatching = ({ policy }: Difference): boolean => policy === 'reduce' || policy === 'halt';
const textOf = ({ kind, subject, text }: Difference): string => `${kind} ${subject} ${text}`;

/** A balance that has changed is said once: the next comparison begins at what it became. */
const standing = (differences: readonly Difference[]): readonly Difference[] =>
  differences.filter(({ kind }) => kind !== 'BALANCE_GAP');
