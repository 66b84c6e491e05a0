import { Decimal } from '@tradewarden/core';
import type { PlanSituation } from './plan-steps.ts';
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
 * One stop for all that is held and no more, for what another plan holds of the symbol is not its to close. It is
 * replaced when it guards another quantity, or when it may be tightened: the new one is placed first and the old one
 * cancelled when the new one works, so that there is never none. Both only reduce, so that together they cannot turn
 * the position. Should both trigger, what they close beyond this plan is another's: see `handoversDue`.
 */
export function stopSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  holding: Holding,
  { now, protectWithinMs = 3000 }: PlanSituation,
): readonly Step[] {
  if (!holding.held.isPositive()) return [];
  const stops = ofRole(orders, 'stop');
  const wanted = wantedTrigger(plan, orders, holding);
  const isWhole = (order: PlanOrder): boolean => openOf(order).eq(holding.held);
  const isTight = (order: PlanOrder): boolean => !tighter(plan, wanted, triggerOf(order));
  const good = stops.find((order) => isWorking(order) && isWhole(order) && isTight(order));
  if (good !== undefined) return cancelAll(stops.filter((order) => order !== good));
  // One that is on its way, or was refused for this very trigger and quantity, is not sent a second time.
  const tried = stops.filter((order) => isWhole(order) && triggerOf(order).eq(wanted));
  const again = tried.find(isUnsent);
  if (again !== undefined) return sendAgain(again, now);
  if (tried.some(({ view }) => view.state === 'rejected')) return [];
  const onTheirWay = tried.filter(isPending);
  // One without an answer may never have arrived. A second beside it does no harm, for both only reduce; a third is not
  // tried: then the deadline decides.
  const late = now >= (holding.nakedSince ?? now) + protectWithinMs / 2;
  if (onTheirWay.length > 1 || (onTheirWay.length === 1 && !late)) return [];
  const instruction = { kind: 'stop-market', trigger: wanted.toString() } as const;
  return [sendToReduce(plan, orders, 'stop', { quantity: holding.held, instruction })];
}

/** The first stop, or the average entry after enough targets; never looser than a stop that already works. */
function wantedTrigger(plan: ExecutionPlan, orders: readonly PlanOrder[], { entryPrice }: Holding): Decimal {
  const first = Decimal.of(plan.stop);
  const filled = plan.targets.filter((_, leg) =>
    ofRole(orders, 'target').some((order) => order.leg === leg && order.view.state === 'filled'),
  ).length;
  // The average is not known before a trade is.
  const isDue = plan.breakEvenAfter !== undefined && filled >= plan.breakEvenAfter && entryPrice.isPositive();
  const evened =
    plan.direction === 'LONG' ? entryPrice.floorToStep(plan.tick) : entryPrice.ceilToStep(plan.tick);
  const candidate = isDue && tighter(plan, evened, first) ? evened : first;
  return ofRole(orders, 'stop')
    .filter(isLive)
    .map(triggerOf)
    .reduce((best, trigger) => (tighter(plan, trigger, best) ? trigger : best), candidate);
}

const tighter = ({ direction }: ExecutionPlan, first: Decimal, second: Decimal): boolean =>
  direction === 'LONG' ? first.gt(second) : first.lt(second);

function triggerOf({ view }: PlanOrder): Decimal {
  const { instruction } = view.request;
  return Decimal.of(instruction.kind === 'stop-market' ? instruction.trigger : 0);
}
