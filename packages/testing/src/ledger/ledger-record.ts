import type { DecimalString, Direction, Instrument } from '@tradewarden/core';
import type { OrderRequest, VenueFill, VenueOrder } from '@tradewarden/core/venue';

/** What an exchange wrote down of one event; entries of a simulated exchange's ledger are such. Others are passed over. */
export interface LedgerRecord {
  /** `accepted`, `changed`, `filled` and `rejected` are looked at. */
  readonly kind: string;
  readonly sequence: number;
  readonly at: number;
  readonly order?: VenueOrder;
  readonly fill?: VenueFill;
  readonly request?: OrderRequest;
}

export interface LedgerOrder {
  readonly clientOrderId: string;
  readonly role: 'entry' | 'stop' | 'target' | 'exit';
  readonly leg: number;
  readonly generation: number;
}

/** A plan as it was approved, and the orders that its journal says were sent. */
export interface LedgerPlan {
  readonly planId: string;
  readonly symbol: string;
  readonly direction: Direction;
  /** Approved, in base units. */
  readonly quantity: DecimalString;
  /** Worst price at which each leg may enter. */
  readonly legs: readonly { readonly price: DecimalString; readonly quantity: DecimalString }[];
  readonly expiresAt: number;
  readonly orders: readonly LedgerOrder[];
  /** Parts of its trades that closed what other plans of the symbol held. */
  readonly given?: readonly LedgerHandover[];
  /** Trades that the plan counts as its own; absent: not compared. */
  readonly knownTrades?: readonly string[];
}

/** A venue has one position for all plans of a symbol: part of a trade of one closed what another held. */
interface LedgerHandover {
  readonly tradeId: string;
  /** Plan whose holding was closed. */
  readonly to: string;
  /** In base units. */
  readonly quantity: DecimalString;
}

/** A time without new entries, epoch ms. */
export interface LatchedTime {
  /** Absent: all symbols. */
  readonly symbol?: string;
  readonly from: number;
  readonly to?: number;
}

export interface LedgerQuestion {
  readonly ledger: readonly LedgerRecord[];
  readonly plans: readonly LedgerPlan[];
  readonly instruments: readonly Instrument[];
  /** Epoch ms at which the ledger was read. */
  readonly until: number;
  readonly latches?: readonly LatchedTime[];
  /** How long a request that was sent may be under way; default 0. */
  readonly underWayMs?: number;
  /** How long something held may be without a stop; default 3000. */
  readonly protectWithinMs?: number;
  /** Times in which nobody could guard: all processes dead, or the venue out of reach. */
  readonly excused?: readonly { readonly from: number; readonly to: number }[];
  /** Says that an id was made by us; by default the ids of `plans` were. */
  readonly isOurs?: (clientOrderId: string) => boolean;
  /** Whether all is to be over: flat, and no order of ours alive. */
  readonly isOver?: boolean;
  /** An operator had everything closed, of others too. */
  readonly isForeignClosed?: boolean;
}

/** `law` is the number of the invariant in docs/execution-proofs.md. */
export interface LedgerViolation {
  readonly law: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 14 | 16 | 17 | 19;
  readonly sequence?: number;
  readonly what: string;
}

export interface LedgerVerdict {
  readonly violations: readonly LedgerViolation[];
  /** How long each time without enough stops was, in milliseconds, whether excused or not. */
  readonly unprotectedMs: readonly number[];
}
