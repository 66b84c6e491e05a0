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

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * A market order for all that is held; the next only when the last has provably ended, and after a pause that doubles with
 * every one that the venue refused.
 */
export function exitSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  { held }: Holding,
  now: number,
): readonly Step[] {
  const exits = ofRole(orders, 'exit');
  const last = exits.toSorted((left, right) => right.generation - left.generation)[0];
  if (last !== undefined && isUnsent(last)) return sendAgain(last, now);
  if (last !== undefined && (isLive(last) || isPending(last))) return [];
  if (last?.view.state === 'rejected' && now < (last.view.refusedAt ?? now) + pauseAfter(exits)) return [];
  return [sendToReduce(plan, orders, 'exit', { quantity: held, instruction: { kind: 'market' } })];
}

function pauseAfter(exits: readonly PlanOrder[]): number {
  const refused = exits.filter(({ view }) => view.state === 'rejected').length;
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (refused - 1));
}
