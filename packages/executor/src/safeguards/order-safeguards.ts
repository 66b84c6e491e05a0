import {
  type Book,
  type Clock,
  type CommitParts,
  CoreError,
  type MarketData,
  type Pause,
  type Store,
  systemClock,
  systemPause,
} from '@tradewarden/core';
import type { Venue, VenueRead } from '@tradewarden/core/venue';
import { OrderJournal } from '../order-journal/order-journal.ts';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { EntrySafeguards, PlanContext, SendContext } from '../submit/entry-safeguards.ts';
import { limitedCall } from '../submit/limited-call.ts';
import { checkDuplicateOrder } from './check-duplicate-order.ts';
import { checkPrice } from './check-price.ts';
import { enforceMaxPositionRisk } from './enforce-max-position-risk.ts';
import { fireClaims } from './fire-claims.ts';
import { countSend } from './order-rates.ts';
import { heldUp, refused, type SafeguardRefusal } from './safeguard-codes.ts';
import { type SafeguardLimits, safeguardLimits } from './safeguard-limits.ts';
import { validateOrderParameters } from './validate-order-parameters.ts';

export interface OrderSafeguardsOptions {
  readonly store: Store;
  readonly book: Book;
  readonly venue: Venue;
  /** Prices and filters; default those of the venue. Without any nothing is entered. */
  readonly market?: MarketData;
  /** Plans and quotes are dated by it. */
  readonly clock?: Clock;
  readonly limits?: Partial<SafeguardLimits>;
  /** A kill that is seen without waiting: see `KillFlag`. */
  readonly stopped?: () => string | undefined;
  readonly pause?: Pause;
}

/** All safeguards of entries, for the option `safeguards` of an executor. What cannot be found out keeps an entry back. */
export class OrderSafeguards implements EntrySafeguards {
  readonly stopped: () => string | undefined;
  readonly #options: OrderSafeguardsOptions;
  readonly #clock: Clock;
  readonly #limits: SafeguardLimits;
  readonly #journal: OrderJournal;

  /** @throws {ConfigError} a limit that is none. */
  constructor(options: OrderSafeguardsOptions) {
    const { store, book, stopped = () => undefined } = options;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#limits = safeguardLimits(options.limits);
    this.#journal = new OrderJournal({ store, book });
    this.stopped = stopped;
  }

  readonly beforeStage = ({ plan, journalled }: PlanContext): Promise<SafeguardRefusal | undefined> =>
    this.#guarded(async () => this.#stale(journalled) ?? this.#parameters(journalled, plan));

  readonly beforeSubmit = ({ plan, journalled }: PlanContext): Promise<SafeguardRefusal | undefined> =>
    this.#guarded(
      async () =>
        this.#stale(journalled) ??
        (await this.#parameters(journalled, plan)) ??
        (await this.#prices(journalled)) ??
        (await this.#market(journalled)),
    );

  /** For the commit that arms the plan. */
  readonly claim = async ({ plan }: PlanContext): Promise<CommitParts | SafeguardRefusal> => {
    const { store, book } = this.#options;
    const windowMs = this.#limits.windowMinutes * 60_000;
    try {
      return await fireClaims(store, book, { plan, windowMs });
    } catch (error) {
      return unreachable(error);
    }
  };

  readonly beforeSend = ({
    journalled,
    request,
    venueNow,
  }: SendContext): Promise<SafeguardRefusal | undefined> =>
    this.#guarded(async () => {
      if (venueNow >= request.validUntil) return refused('SIGNAL_STALE', 'its time is over');
      const price = request.instruction.kind === 'limit' ? request.instruction.price : undefined;
      const against =
        this.#stale(journalled) ??
        (await this.#parameters(journalled)) ??
        (await this.#prices(journalled, price)) ??
        (await this.#market(journalled));
      if (against !== undefined) return against;
      const { store, book, pause = systemPause } = this.#options;
      const send = { symbol: request.symbol, id: request.clientOrderId };
      return countSend({ store, book, pause }, send, this.#limits);
    });

  #stale({ plan }: JournalledPlan): SafeguardRefusal | undefined {
    return this.#clock.now() >= plan.expiresAt ? refused('SIGNAL_STALE', 'its time is over') : undefined;
  }

  async #parameters(
    { plan }: JournalledPlan,
    approved?: PlanContext['plan'],
  ): Promise<SafeguardRefusal | undefined> {
    const instrument = await this.#marketData()?.instrument(plan.symbol);
    return instrument === undefined ? undefined : validateOrderParameters(plan, instrument, approved);
  }

  async #prices({ plan }: JournalledPlan, price?: string): Promise<SafeguardRefusal | undefined> {
    const { symbol, direction, stop } = plan;
    const quote = await this.#marketData()?.quote(symbol);
    const now = this.#clock.now();
    const prices = price === undefined ? plan.entries.map((leg) => leg.price) : [price];
    for (const entry of prices) {
      const against = checkPrice({ symbol, direction, price: entry, stop, quote, now }, this.#limits);
      if (against !== undefined) return against;
    }
    return undefined;
  }

  /** Positions are read before the journal, so that a fill between makes a difference that passes, not one that is missed. */
  async #market(journalled: JournalledPlan): Promise<SafeguardRefusal | undefined> {
    const { venue } = this.#options;
    const [orders, positions] = await Promise.all([
      this.#ask((signal) => venue.openOrders({ symbol: journalled.plan.symbol }, signal)),
      this.#ask((signal) => venue.positions(signal)),
    ]);
    const open = await this.#journal.open();
    const context = { journalled, open, orders, positions };
    return checkDuplicateOrder(context, this.#limits) ?? enforceMaxPositionRisk(context, this.#limits);
  }

  #marketData(): MarketData | undefined {
    return this.#options.market ?? this.#options.venue.market;
  }

  async #ask<Value>(call: (signal: AbortSignal) => Promise<VenueRead<Value>>): Promise<Value | undefined> {
    const failed = (reason: string): VenueRead<Value> => ({ status: 'failed', reason });
    const answer = await limitedCall(this.#clock, call, failed);
    return answer.status === 'complete' ? answer.value : undefined;
  }

  async #guarded(check: () => Promise<SafeguardRefusal | undefined>): Promise<SafeguardRefusal | undefined> {
    try {
      return await check();
    } catch (error) {
      return unreachable(error);
    }
  }
}

/** What any check throws keeps the entry back: a source that fails is no permission. */
function unreachable(error: unknown): SafeguardRefusal {
  const reason = error instanceof Error ? error.message : String(error);
  return heldUp(CoreError.isInstance(error) ? 'STORE_UNREACHABLE' : 'VENUE_UNREADABLE', reason);
}
