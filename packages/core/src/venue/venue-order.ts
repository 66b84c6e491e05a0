import type { DecimalString } from '../domain/trade-plan.ts';
import type { Instruction, OrderNamespace, Side } from './order-request.ts';

/**
 * `triggered`: a conditional order has become a regular one; whether anything filled is said by that child alone.
 * An order that ended as `cancelled`, `expired` or `rejected` may still hold fills.
 */
export type VenueOrderStatus =
  | 'new'
  | 'partially-filled'
  | 'filled'
  | 'cancelled'
  | 'expired'
  | 'rejected'
  | 'triggered';

/** One order as the venue keeps it. */
export interface VenueOrder {
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly namespace: OrderNamespace;
  readonly instruction: Instruction;
  readonly quantity: DecimalString;
  readonly filledQuantity: DecimalString;
  readonly reduceOnly: boolean;
  readonly status: VenueOrderStatus;
  /** `venueOrderId` of the regular order that a triggered one has become. */
  readonly childOrderId?: string;
  /** Epoch ms of the venue's clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One execution. */
export interface VenueFill {
  /** Unique per venue, account and symbol: a fill is applied once by this id. */
  readonly tradeId: string;
  readonly clientOrderId: string;
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  /** What was paid, in `feeCurrency`; negative for a rebate. */
  readonly fee: DecimalString;
  readonly feeCurrency: string;
  readonly liquidity: 'maker' | 'taker';
  readonly at: number;
}

export interface VenuePosition {
  readonly symbol: string;
  /** Signed: above zero long, below zero short. */
  readonly quantity: DecimalString;
  /** Average price of what is held. */
  readonly entryPrice: DecimalString;
  readonly markPrice?: DecimalString;
}

export interface VenueBalance {
  readonly currency: string;
  /** Wallet balance: deposits and realised results, without what open positions would bring. */
  readonly total: DecimalString;
}

export const isLiveOrder = ({ status }: Pick<VenueOrder, 'status'>): boolean =>
  status === 'new' || status === 'partially-filled';
