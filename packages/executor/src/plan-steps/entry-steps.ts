import { entrySide, type ExecutionPlan } from './execution-plan.ts';
import { isCancellable, ofRole, type PlanOrder, type Step } from './plan-order.ts';
import type { PlanSituation } from './plan-steps.ts';

/** Every leg is sent once. Entries end when the plan is over, a latch holds, or a target was filled before them. */
export function entrySteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  { now, entriesAllowed }: PlanSituation,
): readonly Step[] {
  const reached = ofRole(orders, 'target').some(({ view }) => view.filled.isPositive());
  const entries = ofRole(orders, 'entry');
  if (now >= plan.expiresAt || !entriesAllowed || reached)
    return entries
      .filter(isCancellable)
      .map(({ leg, generation }) => ({ kind: 'cancel', role: 'entry', leg, generation }));
  return plan.entries.flatMap(({ price, quantity }, leg): readonly Step[] => {
    const sent = entries.find((order) => order.leg === leg);
    const again = sent?.view.state === 'absent' || sent?.view.state === 'intended';
    if (sent !== undefined && !again) return [];
    return [
      {
        kind: 'send',
        role: 'entry',
        leg,
        generation: 1,
        side: entrySide(plan),
        quantity,
        instruction: { kind: 'limit', price, goodTill: plan.expiresAt },
        reduceOnly: false,
      },
    ];
  });
}
