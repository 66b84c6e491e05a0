import { Decimal, type DecimalString, type Instrument, type SizedPlan } from '@tradewarden/core';
import type { ExecutionPlan } from '../plan-steps/execution-plan.ts';
import { refused, type SafeguardRefusal } from './safeguard-codes.ts';

/**
 * Holds every entry of a plan against all filters of its market, and the roundings against what was approved: prices on
 * the tick and moved to where the loss is the larger, quantities on the step, each leg of a size and worth that is taken.
 */
export function validateOrderParameters(
  plan: ExecutionPlan,
  instrument: Instrument,
  approved?: SizedPlan,
): SafeguardRefusal | undefined {
  const tick = instrument.tick ?? plan.tick;
  const prices = [...plan.entries, ...plan.targets].map(({ price }) => price);
  for (const price of [...prices, plan.stop])
    if (!onGrid(price, tick)) return refused('OFF_GRID', `price ${price} is not on ${tick}`);
  for (const leg of plan.entries) {
    const against = checkLeg(leg, instrument);
    if (against !== undefined) return against;
  }
  return approved === undefined ? undefined : checkRounding(plan, approved);
}

function checkLeg(
  { price, quantity }: { readonly price: DecimalString; readonly quantity: DecimalString },
  { step, minimumQuantity, maximumQuantity, minimumNotional, contract }: Instrument,
): SafeguardRefusal | undefined {
  const amount = Decimal.of(quantity);
  if (!onGrid(quantity, step)) return refused('OFF_GRID', `quantity ${quantity} is not on ${step}`);
  if (minimumQuantity !== undefined && amount.lt(minimumQuantity))
    return refused('QUANTITY_OUT_OF_RANGE', `${quantity} is below ${minimumQuantity}`);
  if (maximumQuantity !== undefined && amount.gt(maximumQuantity))
    return refused('QUANTITY_OUT_OF_RANGE', `${quantity} is above ${maximumQuantity}`);
  // The quantity of an inverse contract is its value.
  const worth = contract === 'inverse' ? amount : amount.times(price);
  return minimumNotional !== undefined && worth.lt(minimumNotional)
    ? refused('NOTIONAL_TOO_SMALL', `an entry of ${worth.toString()} is below ${minimumNotional}`)
    : undefined;
}

function checkRounding(
  { direction, entries, stop }: ExecutionPlan,
  { plan, sizing }: SizedPlan,
): SafeguardRefusal | undefined {
  const isLong = direction === 'LONG';
  const { near, far } = plan.entry;
  const nearest = isLong ? Decimal.min(near, far) : Decimal.max(near, far);
  for (const { price } of entries)
    if (isLong ? nearest.gt(price) : nearest.lt(price))
      return refused('ROUNDED_WRONG', `entry ${price} is outside the zone of the plan`);
  if (isLong ? Decimal.of(stop).gt(plan.stop.price) : Decimal.of(stop).lt(plan.stop.price))
    return refused('ROUNDED_WRONG', `stop ${stop} is nearer than ${plan.stop.price}`);
  const sum = entries.reduce((total, { quantity }) => total.plus(quantity), Decimal.zero);
  return sum.gt(sizing.quantity)
    ? refused('ROUNDED_WRONG', `${sum.toString()} would be entered, approved are ${sizing.quantity}`)
    : undefined;
}

function onGrid(text: DecimalString, grid: DecimalString): boolean {
  const value = Decimal.tryParse(text);
  return value !== undefined && value.isPositive() && value.floorToStep(grid).eq(value);
}
