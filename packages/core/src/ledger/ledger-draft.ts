import type { Direction } from '../domain/trade-plan.ts';
import type { StageDraft } from '../pipeline/draft.ts';

/** An amount taken from one counter, in units of the account (safe integer, rounded up), bounded by `max` (rounded down). */
export interface CapUse {
  /** Such as `total/notional` or `symbol/BTC%2FUSDT/riskAtStop`; made by `capCounter`. */
  readonly counter: string;
  readonly amount: number;
  /** Absent: counted, not capped. */
  readonly max?: number;
}

export interface ReservationDraft {
  readonly reservationId: string;
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly uses: readonly CapUse[];
  /** Counters that grow by one with the approval, and never shrink again. */
  readonly tallies?: readonly Omit<CapUse, 'amount'>[];
  /** When `reserved` is released by the sweeper. */
  readonly expiresAt: number;
}

/** The only way to the counters: a stage reserves through this, so that none can break the ledger. */
export interface ReservationLedger {
  /** In use now; advisory, since only the bounded adds of the commit protect a cap. */
  usage(counters: readonly string[]): Promise<readonly number[]>;
  reserve(draft: StageDraft, reservation: ReservationDraft): void;
  /** Live reservations of a symbol. Read from the book key, which every reserve and close rewrites. */
  book(symbol: string): Promise<readonly BookedReservation[]>;
}

export interface BookedReservation {
  readonly reservationId: string;
  readonly direction: Direction;
}
