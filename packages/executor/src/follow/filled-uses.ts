import { Decimal, type Reservation } from '@tradewarden/core';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { isLive, isPending, isUnsent, ofRole, type PlanOrder } from '../plan-steps/plan-order.ts';

/**
 * What is held of a plan whose entries ended before all of it was filled, in counting units: the share that was filled of
 * what was reserved, rounded up. `undefined` while more may be filled, or when all was.
 */
export function filledUses(
  { plan, reserved }: Pick<JournalledPlan, 'plan' | 'reserved'>,
  orders: readonly PlanOrder[],
  entered: Decimal,
): Reservation['uses'] | undefined {
  const entries = ofRole(orders, 'entry');
  const planned = plan.entries.reduce((sum, leg) => sum.plus(leg.quantity), Decimal.zero);
  const mayFill =
    entries.length < plan.entries.length ||
    entries.some((order) => isLive(order) || isPending(order) || isUnsent(order));
  if (mayFill || entered.gte(planned)) return undefined;
  return reserved.map(({ counter, amount }) => ({
    counter,
    // Positions are counted, not measured.
    amount: counter.endsWith('/count')
      ? amount
      : entered.times(amount).dividedBy(planned, 'ceil').round(0, 'ceil').toNumber(),
  }));
}
