import type { Approved, Execution, Fill, PlannedOrder } from '@tradewarden/core';

/** What the venue of a simulation says of one order with its stop and targets; fills are cumulative. */
export interface OrderReport {
  readonly clientOrderId: string;
  readonly status: Extract<
    Execution['status'],
    'working' | 'open' | 'closed' | 'expired' | 'cancelled' | 'rejected'
  >;
  readonly fills: readonly Fill[];
  readonly code?: string;
  readonly at: number;
}

export type SubmitOutcome =
  | { readonly status: 'accepted' | 'duplicate'; readonly report: OrderReport }
  | { readonly status: 'rejected' | 'not-sent' | 'unknown'; readonly reason: string };

/**
 * The way to the venue of a simulation, which takes an entry together with its stop and targets: simulations of the store
 * and the ledger are about what is reserved, not about protection.
 */
export interface BracketPort {
  submit(order: Approved<PlannedOrder>, signal: AbortSignal): Promise<SubmitOutcome>;
  /** `undefined`: the venue does not know this id. */
  lookup(clientOrderId: string, signal: AbortSignal): Promise<OrderReport | undefined>;
  cancel(clientOrderId: string, signal: AbortSignal): Promise<OrderReport | undefined>;
}
