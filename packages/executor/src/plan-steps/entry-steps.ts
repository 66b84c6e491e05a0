import type { ExecutionPlan } from './execution-plan.ts';
import type { Holding } from './held-quantity.ts';
import { cancelAll, isUnsent, ofRole, type PlanOrder, sendAgain, type Step } from './plan-order.ts';
import type { PlanSituation } from './plan-steps.ts';

/** Every leg is sent once. Entries end when the plan is over, a latch holds, or the way out has begun. */
export function entrySteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  { left }: Holding,
  { now, entriesAllowed, entriesPaused }: PlanSituation,
): readonly Step[] {
  const entries = ofRole(orders, 'entry');
  const leaving =
    left.isPositive() || orders.some(({ role, view }) => role !== 'entry' && view.state === 'triggered');
  if (now >= plan.expiresAt || !entriesAllowed || leaving) return cancelAll(entries);
  if (entriesPaused === true) return [];
  return plan.entries.flatMap(({ price, quantity }, leg): readonly Step[] => {
    const sent = entries.find((order) => order.leg === leg);
    if (sent !== undefined) return isUnsent(sent) ? sendAgain(sent, now) : [];
    return [
      {
        kind: 'send',
        role: 'entry',
        leg,
        generation: 1,
        side: plan.direction === 'LONG' ? 'BUY' : 'SELL',
        quantity,
        instruction: { kind: 'limit', price, goodTill: plan.expiresAt },
        reduceOnly: false,
      },
    ];
  });
}
