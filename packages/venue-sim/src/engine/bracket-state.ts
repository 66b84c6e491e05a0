import { type BracketOrder, Decimal, type Fill, type OrderStatus } from '@tradewarden/core';

/** One bracket in the engine. A new value for every change. */
export interface BracketState {
  readonly order: BracketOrder;
  readonly status: OrderStatus;
  /** Filled and not yet closed, in base units. */
  readonly held: Decimal;
  /** Index of the next target to fill. */
  readonly nextTarget: number;
  readonly fills: readonly Fill[];
  /** It sees bars that open at or after this moment. */
  readonly submittedAt: number;
}

export const submitted = (order: BracketOrder, at: number): BracketState => ({
  order,
  status: 'working',
  held: Decimal.zero,
  nextTarget: 0,
  fills: [],
  submittedAt: at,
});

export const isLive = ({ status }: BracketState): boolean => status === 'working' || status === 'open';
