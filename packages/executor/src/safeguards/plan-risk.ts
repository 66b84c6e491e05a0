import { Decimal, type DecimalString } from '@tradewarden/core';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import { ordersOf } from '../order-journal/journalled-plan.ts';
import { takenFrom } from '../order-journal/handover.ts';
import { holdingOf } from '../plan-steps/held-quantity.ts';
import { isLive, isPending, ofRole, type PlanOrder } from '../plan-steps/plan-order.ts';

export interface RiskCosts {
  readonly feePercent: DecimalString;
  readonly slippagePercent: DecimalString;
}

/**
 * What a plan loses, in quote units, when all that may still fill fills and the stop is reached: legs that work, whose
 * fate is unknown, or that are still to be sent count as filled. Fees on both sides and slippage at the stop are in it.
 */
export function planRisk(journalled: JournalledPlan, costs: RiskCosts): Decimal {
  const { plan, asked } = journalled;
  const orders = ordersOf(journalled);
  const entries = ofRole(orders, 'entry');
  const legs = plan.entries.map(({ price, quantity }, leg) => {
    const sent = entries.find((order) => order.leg === leg);
    if (sent === undefined)
      return { price, quantity: asked === undefined ? Decimal.of(quantity) : Decimal.zero };
    return { price, quantity: mayFill(sent) ? Decimal.of(sent.view.request.quantity) : sent.view.filled };
  });
  const counted = legs.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
  const { left } = holdingOf(orders, takenFrom(journalled));
  const open = counted.minus(left);
  if (!open.isPositive()) return Decimal.zero;
  const fees = (value: Decimal, percent: DecimalString): Decimal =>
    value.times(percent).dividedBy(100, 'ceil');
  const whole = legs.reduce((sum, { price, quantity }) => {
    const distance = Decimal.of(price).minus(plan.stop);
    const lost = quantity.times(distance.isNegative() ? Decimal.zero.minus(distance) : distance);
    const paid = fees(quantity.times(price), costs.feePercent);
    const atStop = quantity.times(plan.stop);
    const onTheWayOut = fees(atStop, costs.feePercent).plus(fees(atStop, costs.slippagePercent));
    return sum.plus(lost).plus(paid).plus(onTheWayOut);
  }, Decimal.zero);
  return whole.times(open).dividedBy(counted, 'ceil');
}

/** What a plan holds now, signed: above zero long. */
export function heldBy(journalled: JournalledPlan): Decimal {
  const { held } = holdingOf(ordersOf(journalled), takenFrom(journalled));
  return journalled.plan.direction === 'LONG' ? held : Decimal.zero.minus(held);
}

const mayFill = (order: PlanOrder): boolean =>
  isLive(order) || isPending(order) || order.view.state === 'needs-operator';
