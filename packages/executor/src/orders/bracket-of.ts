import {
  type Book,
  type BracketOrder,
  Decimal,
  defaultInstrument,
  type Instrument,
  type SizedPlan,
} from '@tradewarden/core';
import { clientOrderId } from './client-order-id.ts';

/** The order of an approved plan: its whole quantity at the near edge, the stop, and every target with its share. */
export function bracketOf(
  book: Book,
  { plan, sizing, decisionId }: SizedPlan,
  instrument: Instrument = defaultInstrument(plan.symbol),
): BracketOrder {
  const quantity = Decimal.of(sizing.quantity);
  let left = quantity;
  const targets: { price: string; quantity: string }[] = [];
  for (const [index, { price, percent }] of plan.targets.entries()) {
    const last = index === plan.targets.length - 1;
    const share = last ? left : quantity.times(percent).dividedBy(100, 'floor').floorToStep(instrument.step);
    left = left.minus(share);
    // A share below one step leaves with the next target instead.
    if (share.isPositive()) targets.push({ price, quantity: share.toString() });
  }
  return {
    clientOrderId: clientOrderId(book, decisionId),
    symbol: plan.symbol,
    direction: plan.direction,
    quantity: quantity.toString(),
    entry: plan.entry.near,
    stop: plan.stop.price,
    targets,
    expiresAt: plan.expiresAt,
  };
}
