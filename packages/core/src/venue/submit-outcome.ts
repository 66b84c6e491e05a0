import type { VenueOrder } from './venue-order.ts';
import type { VenueRejection } from './venue-rejection.ts';

/** What became of one request to place an order. Only a rejection or `not-sent` says that there is no order. */
export type SubmitOutcome =
  | { readonly status: 'accepted'; readonly order: VenueOrder }
  /** The venue already has an order of this id, which proves that an earlier request arrived. */
  | { readonly status: 'duplicate'; readonly order?: VenueOrder }
  | { readonly status: 'rejected'; readonly code: VenueRejection; readonly reason: string }
  /** Refused for now, without effect. */
  | { readonly status: 'throttled'; readonly retryAfterMs: number }
  /** Provably nothing left this process. */
  | { readonly status: 'not-sent'; readonly reason: string }
  /**
   * The answer was lost, or says nothing. After `boundAt` (epoch ms of the venue's clock) the request can take no effect
   * any more; absent: after its `validUntil` and the venue's margin, unless the venue is `unbounded`.
   */
  | { readonly status: 'unknown'; readonly reason: string; readonly boundAt?: number };
