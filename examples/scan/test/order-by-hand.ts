import { Decimal } from 'decimal.js';

export interface Bar {
  readonly time: number;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
}

export interface HandOrder {
  readonly side: 1 | -1;
  readonly quantity: Decimal;
  readonly entry: Decimal;
  readonly stop: Decimal;
  readonly targets: readonly { readonly price: Decimal; readonly quantity: Decimal }[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly tick: Decimal;
}

export interface HandOutcome {
  /** Close of the bar in which it ended; absent while it works or is held. */
  readonly endedAt: number | undefined;
  readonly filled: boolean;
  readonly profit: Decimal;
  readonly r: Decimal;
}

const hour = 3_600_000;
const [maker, taker, slip] = [new Decimal('0.0002'), new Decimal('0.00055'), new Decimal('0.0005')];

/** Follows one order through the bars after it, by the price path rule, in the plainest way. */
export function followByHand(order: HandOrder, bars: readonly Bar[]): HandOutcome {
  const { side, entry, stop, tick } = order;
  const beyond = (price: Decimal, limit: Decimal): Decimal => price.minus(limit).times(side);
  const round = (price: Decimal, up = side === -1): Decimal => {
    const steps = price.div(tick);
    return (up ? steps.ceil() : steps.floor()).times(tick);
  };
  let [held, paid, received, fees, next] = [
    new Decimal(0),
    new Decimal(0),
    new Decimal(0),
    new Decimal(0),
    0,
  ];
  const end = (endedAt: number | undefined): HandOutcome => {
    const profit = received.minus(paid).times(side).minus(fees);
    const risk = paid.minus(stop.times(order.quantity)).abs();
    return { endedAt, filled: !paid.isZero(), profit, r: paid.isZero() ? new Decimal(0) : profit.div(risk) };
  };
  const buy = (price: Decimal, rate = maker): void => {
    held = order.quantity;
    paid = price.times(held);
    fees = fees.plus(paid.times(rate));
  };
  const leave = (price: Decimal, quantity: Decimal, rate: Decimal): void => {
    held = held.minus(quantity);
    received = received.plus(price.times(quantity));
    fees = fees.plus(price.times(quantity).times(rate));
  };
  // A limit that is at the market when it comes takes what is offered, and pays for it as a taker.
  const last = bars.findLast(({ time }) => time < order.createdAt)?.close;
  if (last !== undefined && beyond(entry, last).gte(0)) {
    const worse = round(last.plus(last.times(slip).times(side)), side === 1);
    buy(side === 1 ? Decimal.min(worse, entry) : Decimal.max(worse, entry), taker);
  }
  for (const bar of bars) {
    if (bar.time < order.createdAt) continue;
    if (paid.isZero() && bar.time >= order.expiresAt) return end(bar.time + hour);
    const [adverse, favourable] = side === 1 ? [bar.low, bar.high] : [bar.high, bar.low];
    if (paid.isZero() && beyond(entry, bar.open).gte(tick)) buy(bar.open);
    const stopped = (at: Decimal): boolean => held.gt(0) && beyond(stop, at).gte(0);
    const exit = (): HandOutcome => {
      const from = beyond(stop, bar.open).gt(0) ? bar.open : stop;
      leave(round(from.minus(from.times(slip).times(side))), held, taker);
      return end(bar.time + hour);
    };
    if (stopped(bar.open)) return exit();
    const reach = (at: Decimal, atOpen: boolean): void => {
      for (
        let target = order.targets[next];
        held.gt(0) && target !== undefined;
        target = order.targets[next]
      ) {
        if (beyond(at, target.price).lt(tick)) return;
        leave(atOpen ? at : target.price, target.quantity, maker);
        next += 1;
      }
    };
    reach(bar.open, true);
    if (paid.isZero() && beyond(entry, adverse).gte(tick)) buy(entry);
    if (stopped(adverse)) return exit();
    reach(favourable, false);
    if (!paid.isZero() && held.isZero()) return end(bar.time + hour);
  }
  return end(undefined);
}
