import type { DecimalString, Instrument } from '@tradewarden/core';
import type { OrderRequest, SubmittableOrder, Venue } from '@tradewarden/core/venue';

/** One venue with an empty account, money in it, and a market that the suite moves. */
export interface VenueBench {
  readonly venue: Venue;
  /** With a `tick`; the suite trades 10 times the least quantity it may, or 10 steps. */
  readonly instrument: Instrument;
  /** The best prices are here when the case begins: a multiple of 100 ticks. */
  readonly price: DecimalString;
  /** Somebody trades there: what rests and is passed by fills, a stop that is touched triggers. */
  readonly move: (price: DecimalString) => Promise<void>;
  /** Time passes at the venue, and no price changes. */
  readonly wait: (ms: number) => Promise<void>;
  /** `approve` of `@tradewarden/core/gate`: the suite plays the gate. */
  readonly approve: (request: OrderRequest) => SubmittableOrder;
  /** The same account over a line that is dead; absent: it cannot be cut. */
  readonly cut?: Venue;
  readonly close?: () => Promise<void>;
}

export interface VenueSuiteOptions {
  /** A new one for every case. */
  readonly open: () => VenueBench | Promise<VenueBench>;
}
