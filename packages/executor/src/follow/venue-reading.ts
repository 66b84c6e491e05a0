import type { Clock } from '@tradewarden/core';
import { type Venue, type VenueFill, type VenueOrder } from '@tradewarden/core/venue';
import { limited } from '../submit/order-line.ts';

/** What one look at a venue has shown. */
export interface VenueReading {
  /** Our clock when it was asked, epoch ms: what is seen is no younger. */
  readonly at: number;
  /** Of the venue's clock now; by ours and the last difference when it did not say. */
  readonly now: number;
  /** False when the venue did not tell its time, or it is further from ours than is allowed. */
  readonly isClockGood: boolean;
  /** Live orders of the account; absent when the read failed. */
  readonly open?: { readonly orders: readonly VenueOrder[]; readonly asOf: number };
  /** All executions that were ever read, oldest first. */
  readonly fills: readonly VenueFill[];
  /** Whether the last read of executions came to its end, and as of when. */
  readonly fillsAsOf?: number;
}

/** How far the venue's clock may be from ours before entries stop, in milliseconds. */
const clockOffsetMs = 500;

/** Reads a venue again and again; keeps what it has read of executions. */
export class VenueReader {
  readonly #venue: Venue;
  readonly #clock: Clock;
  readonly #fills = new Map<string, VenueFill>();
  #cursor: string | undefined;
  #offset = 0;

  constructor(venue: Venue, clock: Clock) {
    this.#venue = venue;
    this.#clock = clock;
  }

  /** Fills are read after the orders, so that an order is never seen filled further than its trades, but for the venue's lag. */
  async read(): Promise<VenueReading> {
    const at = this.#clock.now();
    const isClockGood = await this.#readClock();
    const open = await settled(this.#venue.openOrders({}, limited()));
    const fillsAsOf = await this.#readFills();
    return {
      at,
      now: this.#clock.now() + this.#offset,
      isClockGood,
      ...(open === undefined ? {} : { open: { orders: open.value, asOf: open.asOf } }),
      fills: [...this.#fills.values()],
      ...(fillsAsOf === undefined ? {} : { fillsAsOf }),
    };
  }

  async #readClock(): Promise<boolean> {
    const before = this.#clock.now();
    const time = await settled(this.#venue.serverTime(limited()));
    if (time === undefined) return false;
    const after = this.#clock.now();
    this.#offset = Math.round(time.value - (before + after) / 2);
    return Math.abs(this.#offset) <= clockOffsetMs + (after - before) / 2;
  }

  async #readFills(): Promise<number | undefined> {
    for (;;) {
      const page = await settled(this.#venue.fillsSince(this.#cursor, limited()));
      if (page === undefined) return undefined;
      for (const fill of page.value.fills) this.#fills.set(`${fill.symbol} ${fill.tradeId}`, fill);
      this.#cursor = page.value.cursor;
      if (!page.value.more) return page.asOf;
    }
  }
}

type Complete<Read> = Extract<Read, { readonly status: 'complete' }>;

/** `undefined` for a read that failed, in whatever way. */
async function settled<Read extends { readonly status: string }>(
  reading: Promise<Read>,
): Promise<Complete<Read> | undefined> {
  try {
    const read = await reading;
    return read.status === 'complete' ? (read as Complete<Read>) : undefined;
  } catch {
    return undefined;
  }
}
