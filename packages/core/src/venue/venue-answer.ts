import type { OrderNamespace } from './order-request.ts';
import type { VenueFill, VenueOrder } from './venue-order.ts';

/** Where an order is found. */
export interface OrderAddress {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly namespace: OrderNamespace;
}

/** A read that failed, or may be incomplete, says nothing: it is never "none". */
export interface FailedRead {
  readonly status: 'failed';
  readonly reason: string;
}

/** A whole answer, true at `asOf` of the venue's clock (epoch ms): what happened later may be missing. */
export type VenueRead<Value> =
  | { readonly status: 'complete'; readonly value: Value; readonly asOf: number }
  | FailedRead;

export type LookupAnswer =
  /** `child`: the regular order that a triggered one has become. */
  | {
      readonly status: 'found';
      readonly order: VenueOrder;
      readonly child?: VenueOrder;
      readonly asOf: number;
    }
  /** Not there as of then; it may still be on its way. */
  | { readonly status: 'not-found'; readonly asOf: number }
  | FailedRead;

export type CancelOutcome =
  /** As it ended, with what it had filled. */
  | { readonly status: 'cancelled'; readonly order: VenueOrder }
  /** It had ended before, or has become another order; whether it filled is said by `order`, or by a lookup. */
  | { readonly status: 'already-done'; readonly order?: VenueOrder }
  /** Says nothing about the order: it may be on its way, or be filled and forgotten. */
  | { readonly status: 'not-found'; readonly asOf: number }
  | { readonly status: 'unknown'; readonly reason: string }
  | { readonly status: 'throttled'; readonly retryAfterMs: number };

export interface FillPage {
  /** Oldest first; the same fill may come again. */
  readonly fills: readonly VenueFill[];
  /** For the next call. */
  readonly cursor: string;
  /** Whether more is there already. */
  readonly more: boolean;
}
