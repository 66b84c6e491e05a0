import type { DecimalString } from '@tradewarden/core';
import type {
  OrderRequest,
  VenueFill,
  VenueOrder,
  VenuePosition,
  VenueRejection,
} from '@tradewarden/core/venue';

/** What happened at the exchange. The ledger is the truth that tests compare with, and what streams are read from. */
export type LedgerEvent =
  | { readonly kind: 'accepted'; readonly order: VenueOrder }
  | {
      readonly kind: 'rejected';
      readonly request: OrderRequest;
      readonly code: VenueRejection;
      readonly reason: string;
    }
  /** An order ended otherwise than by being filled, or a conditional one was triggered. */
  | { readonly kind: 'changed'; readonly order: VenueOrder }
  | {
      readonly kind: 'filled';
      readonly fill: VenueFill;
      readonly order: VenueOrder;
      readonly position: VenuePosition;
    }
  | {
      readonly kind: 'funding';
      readonly symbol: string;
      readonly currency: string;
      readonly amount: DecimalString;
    }
  /** What a liquidation left below zero: the exchange's own fund bears it. */
  | { readonly kind: 'forgiven'; readonly currency: string; readonly amount: DecimalString }
  | { readonly kind: 'transfer'; readonly currency: string; readonly amount: DecimalString }
  | {
      readonly kind: 'liquidated';
      readonly currency: string;
      readonly equity: DecimalString;
      readonly maintenance: DecimalString;
    };

/** `sequence` counts from 1 without gaps; `at` never goes back. */
export type LedgerEntry = LedgerEvent & { readonly sequence: number; readonly at: number };
