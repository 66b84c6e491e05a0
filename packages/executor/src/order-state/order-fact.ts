import type { OrderRequest, VenueFill, VenueOrder, VenueRejection } from '@tradewarden/core/venue';

/**
 * What is known of one order. `at` is our clock, epoch ms. Facts are only ever added; the state is folded from the set of them, so that neither
 * their order nor their repetition matters. An attempt is one send of the order's request, counted from 1.
 */
export type OrderFact =
  /** The intent, durable before anything else; one per order. */
  | { readonly kind: 'intended'; readonly request: OrderRequest; readonly at: number }
  /** It will never be sent: a latch, a guard, or its time is over. */
  | { readonly kind: 'denied'; readonly reason: string; readonly at: number }
  /** Durable before the bytes leave. */
  | { readonly kind: 'sending'; readonly attempt: number; readonly at: number }
  /** This attempt provably had no effect, and another is allowed from `retryAt` of the venue's clock on. */
  | {
      readonly kind: 'held-back';
      readonly attempt: number;
      readonly retryAt: number;
      readonly reason: string;
      readonly at: number;
    }
  /** The venue refused it for good; with `DUPLICATE_ID` it says that it has an order of this id. */
  | {
      readonly kind: 'refused';
      readonly attempt: number;
      readonly code: VenueRejection;
      readonly reason: string;
      /** When it was, by the venue's clock, epoch ms. */
      readonly venueAt?: number;
      readonly at: number;
    }
  /** The answer was lost; after `boundAt` of the venue's clock the attempt can take no effect. Without one it always may. */
  | { readonly kind: 'unanswered'; readonly attempt: number; readonly boundAt?: number; readonly at: number }
  /** All attempts up to this one are proven to have had no effect. */
  | { readonly kind: 'absent'; readonly attempt: number; readonly at: number }
  /** The venue knows the order: an acknowledgement, a lookup, a list, a stream. */
  | { readonly kind: 'seen'; readonly order: VenueOrder; readonly at: number }
  | { readonly kind: 'filled'; readonly fill: VenueFill }
  /** The regular order that a triggered stop has become. */
  | { readonly kind: 'child-seen'; readonly order: VenueOrder; readonly at: number }
  | { readonly kind: 'cancel-sent'; readonly at: number }
  /** A cancel that got no answer, or one that does not say what became of the order. */
  | { readonly kind: 'cancel-unclear'; readonly at: number }
  /** A person has to look: the evidence is exhausted. */
  | { readonly kind: 'abandoned'; readonly reason: string; readonly at: number };
