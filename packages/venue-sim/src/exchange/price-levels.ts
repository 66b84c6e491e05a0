import { Decimal } from '@tradewarden/core';
import type { WorkingOrder } from './working-order.ts';

/** The best prices of a symbol; driven by bars and trades, both are the last price. */
export interface Prices {
  readonly bid: Decimal;
  readonly ask: Decimal;
}

export const single = (price: Decimal): Prices => ({ bid: price, ask: price });

/**
 * The price at which the market reaches an order that rests: a limit is filled only when traded through by one tick,
 * a stop is triggered by a touch. `undefined`: it does not wait for a price.
 */
export function levelOf({ request, price }: WorkingOrder, tick: Decimal): Decimal | undefined {
  if (price === undefined || request.instruction.kind === 'limit-ioc') return undefined;
  if (request.instruction.kind === 'stop-market') return price;
  return request.side === 'BUY' ? price.minus(tick) : price.plus(tick);
}

/** Buy limits and sell stops wait for a fall, the other two for a rise. */
export const waitsForFall = ({ request: { side, instruction } }: WorkingOrder): boolean =>
  (side === 'SELL') === (instruction.kind === 'stop-market');

/** Whether the market is at the order's level or beyond it. */
export function isReached(order: WorkingOrder, { bid, ask }: Prices, tick: Decimal): boolean {
  const level = levelOf(order, tick);
  if (level === undefined) return false;
  // A buyer is met by the ask and a seller by the bid, limits and stops alike.
  const met = order.request.side === 'BUY' ? ask : bid;
  return waitsForFall(order) ? met.lte(level) : met.gte(level);
}

export interface Move {
  readonly prices: Prices;
  readonly falls: boolean;
}

/**
 * Orders as a move of the price meets them: those that waited for it before those that are left from the way back
 * because volume was wanting; nearest level first; at one level stops before limits, then the older.
 */
export function inReach(
  orders: readonly WorkingOrder[],
  { prices, falls }: Move,
  tick: Decimal,
): readonly WorkingOrder[] {
  const isLeft = (order: WorkingOrder): number => Number(waitsForFall(order) !== falls);
  const level = (order: WorkingOrder): Decimal => levelOf(order, tick) ?? Decimal.zero;
  const isStop = ({ request }: WorkingOrder): number => Number(request.instruction.kind === 'stop-market');
  return orders
    .filter((order) => isReached(order, prices, tick))
    .toSorted(
      (left, right) =>
        isLeft(left) - isLeft(right) ||
        (waitsForFall(left) ? -1 : 1) * level(left).compare(level(right)) ||
        isStop(right) - isStop(left) ||
        left.rank - right.rank,
    );
}
