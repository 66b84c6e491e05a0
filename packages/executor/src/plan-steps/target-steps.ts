import { Decimal } from '@tradewarden/core';
import type { ExecutionPlan } from './execution-plan.ts';
import type { Holding } from './held-quantity.ts';
import {
  cancelAll,
  isLive,
  isPending,
  isUnsent,
  isWorking,
  ofRole,
  openOf,
  type PlanOrder,
  sendAgain,
  sendToReduce,
  type Step,
} from './plan-order.ts';

/**
 * Reduce-only limits for shares of what was entered. When more is entered a slice is added at the same price, so that
 * nothing that works is taken back. Nothing is offered before it is guarded.
 */
export function targetSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  holding: Holding,
  now: number,
): readonly Step[] {
  if (!holding.held.isPositive() || holding.nakedSince !== undefined) return [];
  const targets = ofRole(orders, 'target');
  const offered = (own: readonly PlanOrder[]): Decimal =>
    own
      .filter((order) => isLive(order) || isPending(order))
      .reduce((sum, order) => sum.plus(openOf(order)), Decimal.zero);
  let free = holding.held.minus(offered(targets));
  if (free.isNegative()) return tooMany(targets, free);
  return plan.targets.flatMap(({ price }, leg): readonly Step[] => {
    const own = targets.filter((order) => order.leg === leg);
    const again = own.find(isUnsent);
    if (again !== undefined) return sendAgain(again, now);
    if (own.some(({ view }) => view.state === 'rejected')) return [];
    const placed = own.reduce((sum, { view }) => sum.plus(view.filled), offered(own));
    const quantity = Decimal.min(shareOf(plan, leg, holding.entered).minus(placed), free);
    if (!quantity.isPositive()) return [];
    free = free.minus(quantity);
    return [sendToReduce(plan, orders, 'target', { leg, quantity, instruction: { kind: 'limit', price } })];
  });
}

/** More is offered than is held, since another order closed part of it: the farthest are taken back. */
function tooMany(targets: readonly PlanOrder[], free: Decimal): readonly Step[] {
  const working = targets.filter(isWorking).toSorted((left, right) => right.leg - left.leg);
  let over = free.negated();
  const last = working.findIndex((target) => {
    over = over.minus(openOf(target));
    return !over.isPositive();
  });
  return cancelAll(last < 0 ? working : working.slice(0, last + 1));
}

/** Whole steps; the last target takes what the others leave. */
export function shareOf(plan: ExecutionPlan, leg: number, entered: Decimal): Decimal {
  const share = (index: number): Decimal =>
    entered
      .times(plan.targets[index]?.percent ?? 0)
      .dividedBy(100, 'floor')
      .floorToStep(plan.step);
  if (leg < plan.targets.length - 1) return share(leg);
  return plan.targets.slice(0, -1).reduce((rest, _, index) => rest.minus(share(index)), entered);
}
