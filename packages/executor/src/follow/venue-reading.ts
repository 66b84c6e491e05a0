import type { Clock } from '@tradewarden/core';
import type {
  FailedRead,
  OrderAddress,
  Venue,
  VenueFill,
  VenueOrder,
  VenueRead,
} from '@tradewarden/core/venue';
import { limitedCall } from '../submit/limited-call.ts';

/** What one look at a venue has shown. */
export interface VenueReading {
  /** Our clock when it was asked, epoch ms: what is seen is no younger. */
  readonly at: number;
  /** Of the venue's clock now; by ours and the last difference when it did not say. */
  readonly now: number;
  /** False when the venue did not tell its time, or it is further from ours than is allowed. */
  readonly isClockGood: boolean;
  /** Live orders of the account; absent when the read failed. */
  readonly open?: {
    readonly orders: readonly VenueOrder[];
    readonly find: (address: OrderAddress) => VenueOrder | undefined;
    readonly asOf: number;
  };
  /** How many executions were ever read. */
  readonly trades: number;
  /** Those of one order, by our id or by the venue's. */
  readonly fillsOf: (orderId: string) => readonly VenueFill[];
  /** Whether the last read of executions came to its end, and as of when. */
  readonly fillsAsOf?: number;
}

/** How far the venue's clock may be from ours before entries stop, in milliseconds. */
const clockOffsetMs = 500;

/** Reads a venue again and again; keeps what it has read of executions. */
export class VenueReader {
  readonly #venue: Venue;
  readonly #clock: Clock;
  readonly #known = new Set<string>();
  readonly #byOrder = new Map<string, VenueFill[]>();
  #cursor: string | undefined;
  #offset = 0;

  constructor(venue: Venue, clock: Clock) {
    this.#venue = venue;
    this.#clock = clock;
  }

  /** Epoch ms of the venue's clock: ours, and the difference that was last read. */
  now(): number {
    return this.#clock.now() + this.#offset;
  }

  /** Fills are read after the orders, so that an order is never seen filled further than its trades, but for the venue's lag. */
  async read(): Promise<VenueReading> {
    const at = this.#clock.now();
    const isClockGood = await this.#readClock();
    const open = await this.#ask((signal) => this.#venue.openOrders({}, signal));
    const fillsAsOf = await this.#readFills();
    return {
      at,
      now: this.now(),
      isClockGood,
      ...(open === undefined ? {} : { open: openOf(open.value, open.asOf) }),
      trades: this.#known.size,
      fillsOf: (orderId) => this.#byOrder.get(orderId) ?? [],
      ...(fillsAsOf === undefined ? {} : { fillsAsOf }),
    };
  }

  async #readClock(): Promise<boolean> {
    const before = this.#clock.now();
    const time = await this.#ask((signal) => this.#venue.serverTime(signal));
    if (time === undefined) return false;
    const after = this.#clock.now();
    this.#offset = Math.round(time.value - (before + after) / 2);
    return Math.abs(this.#offset) <= clockOffsetMs + (after - before) / 2;
  }

  async #readFills(): Promise<number | undefined> {
    for (;;) {
      const page = await this.#ask((signal) => this.#venue.fillsSince(this.#cursor, signal));
      if (page === undefined) return undefined;
      for (const fill of page.value.fills) this.#keep(fill);
      this.#cursor = page.value.cursor;
      if (!page.value.more) return page.asOf;
    }
  }

  #keep(fill: VenueFill): void {
    const key = `${fill.symbol} ${fill.tradeId}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    for (const id of new Set([fill.clientOrderId, fill.venueOrderId])) {
      const known = this.#byOrder.get(id) ?? [];
      this.#byOrder.set(id, known);
      known.push(fill);
    }
  }

  /** `undefined` for a read that failed, in whatever way. */
  async #ask<Value>(
    call: (signal: AbortSignal) => Promise<VenueRead<Value>>,
  ): Promise<Exclude<VenueRead<Value>, FailedRead> | undefined> {
    const failed = (reason: string): VenueRead<Value> => ({ status: 'failed', reason });
    const read = await limitedCall(this.#clock, call, failed);
    return read.status === 'complete' ? read : undefined;
  }
}

function openOf(orders: readonly VenueOrder[], asOf: number): NonNullable<VenueReading['open']> {
  const keyOf = ({ clientOrderId, symbol, namespace }: OrderAddress): string =>
    `${namespace} ${symbol} ${clientOrderId}`;
  const byAddress = new Map(orders.map((order) => [keyOf(order), order]));
  return { orders, find: (address) => byAddress.get(keyOf(address)), asOf };
}
