import { Decimal } from '@tradewarden/core';
import { isLive, ofRole, type PlanOrder } from './plan-order.ts';

/** What a plan holds and what guards it, in base units. */
export interface Holding {
  readonly entered: Decimal;
  readonly left: Decimal;
  readonly held: Decimal;
  /** Stops that work at the venue; one whose fate is unknown guards nothing. */
  readonly covered: Decimal;
  /** Average price of the entries; zero without one. */
  readonly entryPrice: Decimal;
  /** When the oldest lot was filled that nothing guards; absent while all is covered. Epoch ms. */
  readonly nakedSince?: number;
}

export function holdingOf(orders: readonly PlanOrder[]): Holding {
  const filledOf = (some: readonly PlanOrder[]): Decimal =>
    some.reduce((sum, { view }) => sum.plus(view.filled), Decimal.zero);
  const entries = ofRole(orders, 'entry');
  const entered = filledOf(entries);
  const left = filledOf(orders.filter(({ role }) => role !== 'entry'));
  const covered = ofRole(orders, 'stop')
    .filter(isLive)
    .reduce((sum, { view }) => sum.plus(Decimal.of(view.request.quantity).minus(view.filled)), Decimal.zero);
  const held = entered.minus(left);
  return {
    entered,
    left,
    held,
    covered,
    entryPrice: averagePrice(entries),
    ...(held.gt(covered) ? { nakedSince: firstUncovered(entries, covered.plus(left)) } : {}),
  };
}

function averagePrice(entries: readonly PlanOrder[]): Decimal {
  const fills = entries.flatMap(({ view }) => view.fills);
  const quantity = fills.reduce((sum, fill) => sum.plus(fill.quantity), Decimal.zero);
  if (quantity.isZero()) return Decimal.zero;
  return fills
    .reduce((sum, fill) => sum.plus(Decimal.of(fill.price).times(fill.quantity)), Decimal.zero)
    .dividedBy(quantity);
}

/** Oldest lots are taken as guarded first. A quantity that only the venue's count knows is as old as the epoch. */
function firstUncovered(entries: readonly PlanOrder[], guarded: Decimal): number {
  const fills = entries.flatMap(({ view }) => view.fills).toSorted((left, right) => left.at - right.at);
  let sum = Decimal.zero;
  for (const { quantity, at } of fills) {
    sum = sum.plus(quantity);
    if (sum.gt(guarded)) return at;
  }
  return 0;
}
