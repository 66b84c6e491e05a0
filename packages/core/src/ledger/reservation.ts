import type { Direction } from '../domain/trade-plan.ts';

export type ReservationState = 'reserved' | 'armed' | 'open' | 'closed';

/** Capacity taken from the counters, at `<account>/<mode>/res/<reservationId>`. A release subtracts exactly these integers. */
export interface Reservation {
  readonly state: ReservationState;
  readonly reservationId: string;
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly uses: readonly { readonly counter: string; readonly amount: number }[];
  /** While no stop is confirmed for what is held: what the stop would lose, which `uses` counts instead once there is one. */
  readonly plannedHeat?: readonly { readonly counter: string; readonly amount: number }[];
  /** Until when `reserved` holds without an order; epoch ms. */
  readonly expiresAt: number;
  /** Of `closed`. */
  readonly why?: string;
}

/**
 * `armed` is set in the commit that journals the order intent and never expires: from then on only what the venue
 * says may release. States only move forward.
 */
export const reservationMoves: Readonly<Record<ReservationState, readonly ReservationState[]>> = {
  reserved: ['armed', 'closed'],
  armed: ['open', 'closed'],
  open: ['closed'],
  closed: [],
};
