import { Decimal, defaultInstrument, type Execution, settlementOf } from '@tradewarden/core';

/** How a position ended. */
export interface Outcome {
  /** Profit after fees over the risk at the first stop (trading.md §4.7): what was really filled, at its prices. */
  readonly r: Decimal;
  /** Whether the stop closed any of it. */
  readonly stopped: boolean;
}

/** `undefined` of an order that never filled. */
export function outcomeOf({ order, fills, symbol }: Execution): Outcome | undefined {
  const entries = fills.filter(({ reason }) => reason === 'entry');
  if (entries.length === 0) return undefined;
  const inverse = settlementOf(defaultInstrument(symbol)).contract === 'inverse';
  const side = order.direction === 'LONG' ? 1 : -1;
  // Worth of one unit at a price, such that a rise of it is a gain for a long.
  const worth = (price: string | Decimal): Decimal =>
    inverse ? Decimal.one.dividedBy(price).negated() : Decimal.of(price);
  let [quantity, entered] = [Decimal.zero, Decimal.zero];
  for (const fill of entries) {
    quantity = quantity.plus(fill.quantity);
    entered = entered.plus(Decimal.of(fill.quantity).times(fill.price));
  }
  const average = entered.dividedBy(quantity);
  let profit = Decimal.zero;
  for (const fill of fills) {
    profit = profit.minus(fill.fee);
    if (fill.reason === 'entry') continue;
    const moved = worth(fill.price).minus(worth(average)).times(side);
    profit = profit.plus(moved.times(fill.quantity));
  }
  const risk = worth(average).minus(worth(order.stop)).abs().times(quantity);
  const r = risk.isPositive() ? profit.dividedBy(risk) : profit;
  return { r, stopped: fills.some(({ reason }) => reason === 'stop') };
}
