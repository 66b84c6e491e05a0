import { Decimal } from '@tradewarden/core';
import { type Handover, takenFrom } from '../order-journal/handover.ts';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { holdingOf } from '../plan-steps/held-quantity.ts';
import type { PlanOrder } from '../plan-steps/plan-order.ts';
import { tradesOf } from './execution-of.ts';

/** Of the part of a fee that goes along; the other plan keeps the rest, so that the sum is exact. */
const feePlaces = 12;

/** An open plan with its orders as they stand. */
export interface OpenPlan {
  readonly journalled: JournalledPlan;
  readonly orders: readonly PlanOrder[];
}

/**
 * Where two stops of a plan, or a stop and a target, closed more than it held, they closed what other plans hold of the
 * same position. Gives whose: the latest trades beyond what was held, of the others in the order in which they are given. Pure.
 */
export function handoversDue(plans: readonly OpenPlan[]): readonly Handover[] {
  const due: Handover[] = [];
  for (const plan of plans) {
    let over = heldBy(plan, due).negated();
    if (!over.isPositive()) continue;
    for (const holder of plans) {
      if (!isBeside(plan, holder)) continue;
      const part = Decimal.min(over, heldBy(holder, due));
      if (!part.isPositive()) continue;
      const handed = cut(plan, holder, part, due);
      due.push(...handed);
      over = handed.reduce((rest, { fill }) => rest.minus(fill.quantity), over);
    }
  }
  return due;
}

const isBeside = (one: OpenPlan, other: OpenPlan): boolean =>
  one !== other &&
  one.journalled.plan.symbol === other.journalled.plan.symbol &&
  one.journalled.plan.direction === other.journalled.plan.direction;

function heldBy({ journalled, orders }: OpenPlan, due: readonly Handover[]): Decimal {
  const { decisionId, handovers = [] } = journalled;
  return holdingOf(orders, takenFrom({ decisionId, handovers: [...handovers, ...due] })).held;
}

/** So much of the latest trades, as far as they are known; fees go with the quantity, and no part of them is lost. */
function cut(
  { journalled, orders }: OpenPlan,
  holder: OpenPlan,
  quantity: Decimal,
  due: readonly Handover[],
): readonly Handover[] {
  const { decisionId, handovers = [] } = journalled;
  const exits = tradesOf({ decisionId, handovers: [...handovers, ...due] }, orders).filter(
    ({ reason, clientOrderId }) =>
      reason !== 'entry' && orders.some(({ view }) => view.request.clientOrderId === clientOrderId),
  );
  const handed: Handover[] = [];
  let left = quantity;
  for (const fill of exits.toReversed()) {
    const part = Decimal.min(left, fill.quantity);
    if (!part.isPositive()) break;
    const fee = part.eq(fill.quantity)
      ? Decimal.of(fill.fee)
      : part.times(fill.fee).dividedBy(fill.quantity).round(feePlaces, 'half-even');
    handed.push({
      from: decisionId,
      to: holder.journalled.decisionId,
      fill: { ...fill, reason: 'exit', quantity: part.toString(), fee: fee.toString() },
    });
    left = left.minus(part);
  }
  return handed;
}
