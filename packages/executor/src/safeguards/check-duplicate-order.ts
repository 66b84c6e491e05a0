import { Decimal, type DecimalString } from '@tradewarden/core';
import type { VenueOrder, VenuePosition } from '@tradewarden/core/venue';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { heldBy } from './plan-risk.ts';
import { heldUp, refused, type SafeguardRefusal } from './safeguard-codes.ts';
import type { SafeguardLimits } from './safeguard-limits.ts';

export interface DuplicateContext {
  readonly journalled: JournalledPlan;
  readonly open: readonly JournalledPlan[];
  /** What the venue has, of all symbols; `undefined`: it could not be read. */
  readonly orders: readonly VenueOrder[] | undefined;
  readonly positions: readonly VenuePosition[] | undefined;
}

/**
 * Whether a plan is in the market already: another open plan that is nearly the same, or, as the venue tells, an order or
 * a position on its symbol that no open plan accounts for. A fill that is not recorded yet looks like one, so that what
 * the venue says holds a plan up and does not end it.
 */
export function checkDuplicateOrder(
  { journalled, open, orders, positions }: DuplicateContext,
  limits: Pick<SafeguardLimits, 'nearPricePercent' | 'nearQuantityPercent'>,
): SafeguardRefusal | undefined {
  const others = open.filter(({ decisionId }) => decisionId !== journalled.decisionId);
  // Of two open plans each is the other's twin: only the one that comes later is refused, before it is open.
  const isOpen = others.length < open.length;
  const twin = isOpen ? undefined : others.find((other) => isNear(journalled, other, limits));
  if (twin !== undefined) return refused('NEAR_DUPLICATE', `plan ${twin.origin.planId} is nearly the same`);
  if (orders === undefined || positions === undefined)
    return heldUp('VENUE_UNREADABLE', 'open orders or positions could not be read');
  const { symbol } = journalled.plan;
  const plans = [journalled, ...others].filter(({ plan }) => plan.symbol === symbol);
  const known = new Set<string>();
  for (const plan of open) for (const { clientOrderId } of plan.orders) known.add(clientOrderId);
  for (const { clientOrderId } of journalled.orders) known.add(clientOrderId);
  const strange = orders.find((order) => order.symbol === symbol && !known.has(order.clientOrderId));
  if (strange !== undefined) return heldUp('FOREIGN_ORDER', `${symbol}: order ${strange.venueOrderId}`);
  const current = plans.map((plan) => open.find(({ decisionId }) => decisionId === plan.decisionId) ?? plan);
  const ours = current.reduce((sum, plan) => sum.plus(heldBy(plan)), Decimal.zero);
  const held = positions
    .filter((position) => position.symbol === symbol)
    .reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
  return held.eq(ours)
    ? undefined
    : heldUp('FOREIGN_POSITION', `${symbol}: ${held.toString()} held, ours are ${ours.toString()}`);
}

function isNear(
  { plan }: JournalledPlan,
  { plan: other }: JournalledPlan,
  limits: Pick<SafeguardLimits, 'nearPricePercent' | 'nearQuantityPercent'>,
): boolean {
  if (plan.symbol !== other.symbol || plan.direction !== other.direction) return false;
  const sizeOf = ({ entries }: JournalledPlan['plan']): Decimal =>
    entries.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
  const [first, second] = [plan.entries[0]?.price ?? '0', other.entries[0]?.price ?? '0'];
  return (
    within(Decimal.of(first), Decimal.of(second), limits.nearPricePercent) &&
    within(sizeOf(plan), sizeOf(other), limits.nearQuantityPercent)
  );
}

function within(left: Decimal, right: Decimal, percent: DecimalString): boolean {
  const difference = left.gt(right) ? left.minus(right) : right.minus(left);
  return difference.times(100).lte(Decimal.max(left, right).times(percent));
}
