import type { DecimalString } from '../domain/trade-plan.ts';

export type Side = 'BUY' | 'SELL';

/** Regular orders and conditional ones live apart at a venue: each is looked up, listed and cancelled in its own namespace. */
export type OrderNamespace = 'regular' | 'conditional';

/** How an order is to be worked. Prices in quote units. */
export type Instruction =
  /** Rests until it is filled, cancelled, or over at `goodTill` (epoch ms). */
  | { readonly kind: 'limit'; readonly price: DecimalString; readonly goodTill?: number }
  /** Fills what it can at once, at `price` or better; the rest ends. */
  | { readonly kind: 'limit-ioc'; readonly price: DecimalString }
  | { readonly kind: 'market' }
  /** Conditional: becomes a market order when the last price touches `trigger`. */
  | { readonly kind: 'stop-market'; readonly trigger: DecimalString };

/** One order as it is sent to a venue. */
export interface OrderRequest {
  /** Deterministic, 1 to 36 of `A-Z a-z 0-9 _ -`. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  /** In base units, of an inverse contract in quote units; a multiple of the instrument's step. */
  readonly quantity: DecimalString;
  readonly instruction: Instruction;
  /** May only make a position smaller. */
  readonly reduceOnly: boolean;
  /** The venue refuses the request when it arrives later than this (epoch ms): after it, an unanswered request can take no effect. */
  readonly validUntil: number;
}

export const namespaceOf = ({ kind }: Instruction): OrderNamespace =>
  kind === 'stop-market' ? 'conditional' : 'regular';
