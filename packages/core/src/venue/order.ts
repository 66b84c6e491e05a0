import type { DecimalString, Direction } from '../domain/trade-plan.ts';

/** An entry with the protection that the venue attaches to its fills. Prices and quantities are decimal strings. */
export interface BracketOrder {
  /** Deterministic; a second submit of one id can never open a second order. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly quantity: DecimalString;
  /** Limit price of the entry. */
  readonly entry: DecimalString;
  /** Trigger of the protective stop, for the whole filled quantity. */
  readonly stop: DecimalString;
  /** Reduce-only limits, filled in order; quantities sum to `quantity`. */
  readonly targets: readonly { readonly price: DecimalString; readonly quantity: DecimalString }[];
  /** The entry is cancelled by the venue at this moment (epoch ms). */
  readonly expiresAt: number;
}

/** `exit`: the emergency way out. */
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

/** `working` until the first fill; `open` while a quantity is held; then one of the two ends. */
export type OrderStatus = 'working' | 'open' | 'closed' | 'expired' | 'cancelled' | 'rejected';

/** What a venue says of one bracket; fills are cumulative. */
export interface OrderReport {
  readonly clientOrderId: string;
  readonly status: OrderStatus;
  readonly fills: readonly Fill[];
  /** Of a rejection. */
  readonly code?: string;
  readonly at: number;
}

export type SubmitOutcome =
  | { readonly status: 'accepted'; readonly report: OrderReport }
  /** The venue already knows this id. */
  | { readonly status: 'duplicate'; readonly report: OrderReport }
  | { readonly status: 'rejected'; readonly code: string; readonly reason: string }
  | { readonly status: 'throttled'; readonly retryAfterMs: number }
  | { readonly status: 'not-sent'; readonly reason: string }
  /** The answer was lost; resolved by lookup, never by sending again blindly. */
  | { readonly status: 'unknown'; readonly reason: string };
