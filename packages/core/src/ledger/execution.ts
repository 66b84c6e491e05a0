import type { Book } from '../domain/decision.ts';
import type { DecimalString, Direction } from '../domain/trade-plan.ts';
import type { BracketOrder, Fill, OrderStatus } from '../venue/order.ts';

/** The journal of one plan at a venue, kept at `<account>/<mode>/execution/<decisionId>`, written before and after every step. */
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
  readonly order: BracketOrder;
  /** `journaled` before the send; `unknown` when the answer was lost; then what the venue says. */
  readonly status: 'journaled' | 'sending' | 'unknown' | 'not-placed' | OrderStatus;
  readonly fills: readonly Fill[];
  readonly code?: string;
  readonly updatedAt: number;
}
