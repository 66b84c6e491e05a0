import { Decimal } from '@tradewarden/core';
import { type ExecutionPlan, exitSide } from './execution-plan.ts';
import type { Holding } from './held-quantity.ts';
import { isLive, isPending, nextGeneration, ofRole, type PlanOrder, type Step } from './plan-order.ts';

/**
 * Reduce-only limits for shares of what was entered. When more is entered a slice is added at the same price, so that
 * nothing that works is taken back. Nothing is offered before it is guarded.
 */
export function targetSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  holding: Holding,
): readonly Step[] {
  if (!holding.held.isPositive() || holding.nakedSince !== undefined) return [];
  const targets = ofRole(orders, 'target');
  let free = holding.held.minus(
    targets
      .filter((order) => isLive(order) || isPending(order))
      .reduce((sum, order) => sum.plus(openOf(order)), Decimal.zero),
  );
  return plan.targets.flatMap(({ price }, leg): readonly Step[] => {
    const own = targets.filter((order) => order.leg === leg);
    const again = own.find(({ view }) => view.state === 'intended' || view.state === 'absent');
    if (again !== undefined) return [sendTarget(plan, leg, again.generation, again.view.request.quantity)];
    if (own.some(({ view }) => view.state === 'rejected')) return [];
    const placed = own.reduce(
      (sum, order) => sum.plus(order.view.filled).plus(isLive(order) || isPending(order) ? openOf(order) : 0),
      Decimal.zero,
    );
    const slice = Decimal.min(shareOf(plan, leg, holding.entered).minus(placed), free);
    if (!slice.isPositive() || price === '') return [];
    free = free.minus(slice);
    return [sendTarget(plan, leg, nextGeneration(orders, 'target', leg), slice.toString())];
  });
}

/** Whole steps; the last target takes what the others leave. */
function shareOf(plan: ExecutionPlan, leg: number, entered: Decimal): Decimal {
  const share = (index: number): Decimal =>
    entered
      .times(plan.targets[index]?.percent ?? 0)
      .dividedBy(100, 'floor')
      .floorToStep(plan.step);
  if (leg < plan.targets.length - 1) return share(leg);
  return plan.targets.slice(0, -1).reduce((rest, _, index) => rest.minus(share(index)), entered);
}

const openOf = ({ view }: PlanOrder): Decimal => Decimal.of(view.request.quantity).minus(view.filled);

const sendTarget = (plan: ExecutionPlan, leg: number, generation: number, quantity: string): Step => ({
  kind: 'send',
  role: 'target',
  leg,
  generation,
  side: exitSide(plan),
  quantity,
  instruction: { kind: 'limit', price: plan.targets[leg]?.price ?? '' },
  reduceOnly: true,
});
