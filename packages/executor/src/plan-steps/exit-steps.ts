import { type ExecutionPlan, exitSide } from './execution-plan.ts';
import type { Holding } from './held-quantity.ts';
import { isLive, isPending, nextGeneration, ofRole, type PlanOrder, type Step } from './plan-order.ts';

/** A market order for all that is held; the next only when the last has provably ended. */
export function exitSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  { held }: Holding,
): readonly Step[] {
  const last = ofRole(orders, 'exit').toSorted((left, right) => right.generation - left.generation)[0];
  const again = last?.view.state === 'intended' || last?.view.state === 'absent';
  if (last !== undefined && !again && (isLive(last) || isPending(last))) return [];
  return [
    {
      kind: 'send',
      role: 'exit',
      leg: 0,
      generation: again ? last.generation : nextGeneration(orders, 'exit'),
      side: exitSide(plan),
      quantity: again ? last.view.request.quantity : held.toString(),
      instruction: { kind: 'market' },
      reduceOnly: true,
    },
  ];
}
