import { Decimal, type DecimalString } from '@tradewarden/core';
import type { PlanSituation } from './plan-steps.ts';
import type { ExecutionPlan } from './execution-plan.ts';
import type { Holding } from './held-quantity.ts';
import {
  cancelAll,
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
  { now, protectWithinMs = 3000, price }: PlanSituation,
): readonly Step[] {
  if (!holding.held.isPositive()) return [];
  const stops = ofRole(orders, 'stop');
  const wanted = wantedTrigger(plan, orders, holding, price);
  const isWhole = (order: PlanOrder): boolean => openOf(order).eq(holding.held);
  const isTight = (order: PlanOrder): boolean => !isTighter(plan, wanted, triggerOf(order));
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

/**
 * The first stop, the average entry after enough targets, or what follows the price; never looser than one that the venue
 * has had, or may have.
 */
export function wantedTrigger(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  { entryPrice }: Holding,
  price?: DecimalString,
): Decimal {
  const filled = plan.targets.filter((_, leg) =>
    ofRole(orders, 'target').some((order) => order.leg === leg && order.view.state === 'filled'),
  ).length;
  const stops = ofRole(orders, 'stop');
  const tightest = (first: Decimal, second: Decimal): Decimal =>
    isTighter(plan, second, first) ? second : first;
  let best = stops
    .filter((stop) => !isUnsent(stop) && !neverWas.has(stop.view.state))
    .map(triggerOf)
    .reduce(tightest, Decimal.of(plan.stop));
  // The average is not known before a trade is.
  const isDue = plan.breakEvenAfter !== undefined && filled >= plan.breakEvenAfter && entryPrice.isPositive();
  if (isDue) best = tightest(best, inward(plan, entryPrice));
  const { trail } = plan;
  // While one is on its way there is no next: each step of the price would send another.
  const isUnderWay = stops.some((stop) => isPending(stop) && !isUnsent(stop));
  if (trail === undefined || price === undefined || filled < trail.after || isUnderWay) return best;
  const distance = Decimal.of(price).times(trail.percent).dividedBy(100);
  const isLong = plan.direction === 'LONG';
  const followed = inward(plan, isLong ? Decimal.of(price).minus(distance) : distance.plus(price));
  const isRefused = stops.some((stop) => stop.view.state === 'rejected' && triggerOf(stop).eq(followed));
  if (isRefused) return best;
  const gain = isLong ? followed.minus(best) : best.minus(followed);
  return gain.gte(distance.dividedBy(smallestMove)) ? followed : best;
}

const neverWas: ReadonlySet<PlanOrder['view']['state']> = new Set(['denied', 'rejected']);

/** A stop follows when that brings it nearer by a quarter of its distance: every move is two orders. */
const smallestMove = 4;

/** To the tick that is further from the price. */
const inward = ({ direction, tick }: ExecutionPlan, price: Decimal): Decimal =>
  direction === 'LONG' ? price.floorToStep(tick) : price.ceilToStep(tick);

export const isTighter = ({ direction }: ExecutionPlan, first: Decimal, second: Decimal): boolean =>
  direction === 'LONG' ? first.gt(second) : first.lt(second);

export function triggerOf({ view }: PlanOrder): Decimal {
  const { instruction } = view.request;
  return Decimal.of(instruction.kind === 'stop-market' ? instruction.trigger : 0);
}
