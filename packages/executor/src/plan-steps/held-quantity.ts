import { Decimal } from '@tradewarden/core';
import { isWorking, ofRole, openOf, type PlanOrder } from './plan-order.ts';

/** What a plan holds and what guards it, in base units. */
export interface Holding {
  readonly entered: Decimal;
  readonly left: Decimal;
  readonly held: Decimal;
  /** Stops that work at the venue; one whose fate is unknown, or that is being cancelled, guards nothing. */
  readonly covered: Decimal;
  /** Average price of the entries; zero without one. */
  readonly entryPrice: Decimal;
  /** When the oldest lot was filled that nothing guards now; absent while all is covered. Epoch ms of the venue's clock. */
  readonly nakedSince?: number;
}

/** `taken`: what orders of other plans have closed of it, less what its own have closed of theirs; in base units. */
export function holdingOf(orders: readonly PlanOrder[], taken: Decimal = Decimal.zero): Holding {
  const filledOf = (some: readonly PlanOrder[]): Decimal =>
    some.reduce((sum, { view }) => sum.plus(view.filled), Decimal.zero);
  const entries = ofRole(orders, 'entry');
  const entered = filledOf(entries);
  const left = filledOf(orders.filter(({ role }) => role !== 'entry')).plus(taken);
  const covered = ofRole(orders, 'stop')
    .filter(isWorking)
    .reduce((sum, order) => sum.plus(openOf(order)), Decimal.zero);
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

/** Oldest lots are taken as guarded first. What no trade accounts for yet is a lot of when the venue first counted it. */
function firstUncovered(entries: readonly PlanOrder[], guarded: Decimal): number {
  const lots = entries
    .flatMap(({ view: { fills, unaccounted, unaccountedSince = 0 } }) => [
      ...fills,
      { quantity: unaccounted, at: unaccountedSince },
    ])
    .toSorted((left, right) => left.at - right.at);
  let sum = Decimal.zero;
  for (const { quantity, at } of lots) {
    sum = sum.plus(quantity);
    if (sum.gt(guarded)) return at;
  }
  return 0;
}
