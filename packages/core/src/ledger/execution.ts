import type { Book } from '../domain/decision.ts';
import type { DecimalString, Direction } from '../domain/trade-plan.ts';

/** What was to be done for a plan, all of it together. Prices and quantities are decimal strings. */
export interface PlannedOrder {
  /** Of the first entry. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly direction: Direction;
  /** Of all entries. */
  readonly quantity: DecimalString;
  /** Limit price of the first entry. */
  readonly entry: DecimalString;
  /** Trigger of the first stop. */
  readonly stop: DecimalString;
  /** Reduce-only limits, nearest first; quantities sum to `quantity`. */
  readonly targets: readonly { readonly price: DecimalString; readonly quantity: DecimalString }[];
  /** Entries end at this moment (epoch ms). */
  readonly expiresAt: number;
}

/** Which order of the plan it was of; `exit`: the emergency way out. */
export type FillReason = 'entry' | 'stop' | 'target' | 'exit';

export interface Fill {
  /** Unique at the venue: a fill is applied once by this id. */
  readonly tradeId: string;
  readonly clientOrderId: string;
  readonly reason: FillReason;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly fee: DecimalString;
  readonly at: number;
}

/**
 * Before anything is at the venue: `journaled`, `sending`, `unknown` when an answer was lost. Then `working` until the first
 * fill and `open` while a quantity is held, or may be. Then one of the ends; `not-placed`: nothing was ever sent.
 */
export type ExecutionStatus =
  | 'journaled'
  | 'sending'
  | 'unknown'
  | 'working'
  | 'open'
  | 'closed'
  | 'expired'
  | 'cancelled'
  | 'rejected'
  | 'not-placed';

/** What became of one plan at a venue, kept at `<account>/<mode>/execution/<decisionId>`. */
export interface Execution {
  readonly decisionId: string;
  readonly reservationId: string;
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly regime?: string;
  readonly score?: DecimalString;
  readonly book: Book;
  readonly order: PlannedOrder;
  readonly status: ExecutionStatus;
  readonly fills: readonly Fill[];
  readonly code?: string;
  readonly updatedAt: number;
}
