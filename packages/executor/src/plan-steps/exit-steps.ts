import type { ExecutionPlan } from './execution-plan.ts';
import type { Holding } from './held-quantity.ts';
import {
  isLive,
  isPending,
  isUnsent,
  ofRole,
  type PlanOrder,
  sendAgain,
  sendToReduce,
  type Step,
} from './plan-order.ts';

/** A market order for all that is held; the next only when the last has provably ended. */
export function exitSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  { held }: Holding,
  now: number,
): readonly Step[] {
  const last = ofRole(orders, 'exit').toSorted((left, right) => right.generation - left.generation)[0];
  if (last !== undefined && isUnsent(last)) return sendAgain(last, now);
  if (last !== undefined && (isLive(last) || isPending(last))) return [];
  return [sendToReduce(plan, orders, 'exit', { quantity: held, instruction: { kind: 'market' } })];
}
