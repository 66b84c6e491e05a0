import type { LatchCause } from '@tradewarden/core';
import type { VenueOrder, VenuePosition } from '@tradewarden/core/venue';

export interface KillRequest {
  /** `entries`: what is held keeps its stops. `flatten`: it is sold or bought back, and the stops go last. */
  readonly mode: 'entries' | 'flatten';
  readonly reason: string;
  readonly actor: LatchCause['actor'];
}

export interface KillResidual {
  /** Live orders of ours that the kill was to end. */
  readonly orders: readonly Pick<VenueOrder, 'clientOrderId' | 'symbol' | 'side' | 'quantity'>[];
  /** What is held on symbols of our plans, where all was to be left. */
  readonly positions: readonly Pick<VenuePosition, 'symbol' | 'quantity'>[];
  /** Ids of orders of which nobody knows yet whether they exist. */
  readonly unknown: readonly string[];
}

export interface KillReport {
  /** Clean: latched, and two whole looks at the venue in a row have shown nothing that was to end. */
  readonly status: 'KILLED_CLEAN' | 'KILLED_WITH_RESIDUAL';
  readonly mode: KillRequest['mode'];
  /** Where the kill stands durably: nothing new is entered while it does. */
  readonly latched: { readonly store: boolean; readonly flag: boolean };
  readonly residual: KillResidual;
  /** What failed on the way, a sentence each. */
  readonly problems: readonly string[];
  /** Orders that somebody else placed: never touched. */
  readonly foreignOrders: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly latchedAt: number;
  /** When the last cancel of an entry was answered; absent: there was none. */
  readonly cancelledAt?: number;
  readonly endedAt: number;
}
