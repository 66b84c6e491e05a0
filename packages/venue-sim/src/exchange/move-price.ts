import { Decimal, settlementOf } from '@tradewarden/core';
import { execute, takeNow, trigger } from './execute-order.ts';
import type { ExchangeState, SymbolMarket } from './exchange-state.ts';
import { isUnderwater, liquidate } from './liquidation.ts';
import { inReach, levelOf, type Prices, single, waitsForFall } from './price-levels.ts';
import type { WorkingOrder } from './working-order.ts';

/** The market jumps: whatever is in reach is filled; limits at their own price, or at the new one when `improve` is set. */
export function jump(
  state: ExchangeState,
  market: SymbolMarket,
  prices: Prices,
  { improve }: { readonly improve: boolean },
): void {
  const falls = prices.ask.lt(market.prices?.ask ?? prices.ask);
  setPrices(state, market, prices);
  workWaiting(state, market);
  const orders = state.orders.of(market.instrument.symbol);
  for (const order of inReach(orders, { prices, falls }, market.tick))
    if (order.isLive) meet(state, market, order, improve);
  if (isUnderwater(state, settlementOf(market.instrument).currency)) liquidate(state, market);
}

export interface Sweep {
  readonly to: Decimal;
  readonly from: number;
  readonly until: number;
  /** Lets time pass: orders may end and funding be paid on the way. */
  readonly advanceTo: (at: number) => void;
}

/**
 * The price moves without a gap, so that orders are met one level after the other, each at its own moment. Stops at
 * every level where something happened: orders that are placed there take part in the rest of the way.
 */
export function* sweep(
  state: ExchangeState,
  market: SymbolMarket,
  { to, from, until, advanceTo }: Sweep,
): Generator<void, void, undefined> {
  const start = market.prices?.ask ?? to;
  const falls = to.lt(start);
  const timeOf = (price: Decimal): number => {
    const way = to.minus(start);
    const share = way.isZero() ? Decimal.one : price.minus(start).dividedBy(way, 'floor');
    return from + Math.floor(share.toNumber() * (until - from));
  };
  // An order is met once on one way, also when volume was wanting.
  const met = new Set<WorkingOrder>();
  for (;;) {
    const at = market.prices?.ask ?? to;
    const next = nextStop(state, market, { at, to, falls, met });
    advanceTo(timeOf(next.price));
    setPrices(state, market, single(next.price));
    if (next.orders.length === 0 && !next.liquidates) return;
    if (next.liquidates) liquidate(state, market);
    for (const order of next.orders) {
      met.add(order);
      if (order.isLive) meet(state, market, order, false);
    }
    yield;
  }
}

interface Way {
  readonly at: Decimal;
  readonly to: Decimal;
  readonly falls: boolean;
  readonly met: ReadonlySet<WorkingOrder>;
}

/** The next price on the way at which an order is met or the account is liquidated, or the end of the way. */
function nextStop(
  state: ExchangeState,
  market: SymbolMarket,
  { at, to, falls, met }: Way,
): { readonly price: Decimal; readonly orders: readonly WorkingOrder[]; readonly liquidates: boolean } {
  const orders = state.orders
    .of(market.instrument.symbol)
    .filter((order) => waitsForFall(order) === falls && !met.has(order));
  const [first] = inReach(orders, { prices: single(to), falls }, market.tick);
  const level = first === undefined ? undefined : levelOf(first, market.tick);
  const reached = level === undefined ? to : falls ? Decimal.min(level, at) : Decimal.max(level, at);
  const ruin = ruinOnTheWay(state, market, at, reached);
  if (ruin !== undefined) return { price: ruin, orders: [], liquidates: true };
  if (first === undefined) return { price: to, orders: [], liquidates: false };
  return {
    price: reached,
    orders: inReach(orders, { prices: single(reached), falls }, market.tick),
    liquidates: false,
  };
}

/** The first tick on the way at which the account cannot be held any more, found by halving. */
function ruinOnTheWay(
  state: ExchangeState,
  market: SymbolMarket,
  at: Decimal,
  to: Decimal,
): Decimal | undefined {
  const { currency } = settlementOf(market.instrument);
  const ruined = (price: Decimal): boolean => {
    state.account.setMark(market.instrument.symbol, price);
    return isUnderwater(state, currency);
  };
  const before = state.account.mark(market.instrument.symbol);
  let found: Decimal | undefined;
  if (ruined(to)) {
    let [good, bad] = [at, to];
    while (bad.minus(good).abs().gt(market.tick)) {
      const middle = good.plus(bad).dividedBy(2).floorToStep(market.tick);
      if (middle.eq(good) || middle.eq(bad)) break;
      if (ruined(middle)) bad = middle;
      else good = middle;
    }
    found = bad;
  }
  if (before !== undefined) state.account.setMark(market.instrument.symbol, before);
  return found;
}

function meet(state: ExchangeState, market: SymbolMarket, order: WorkingOrder, improve: boolean): void {
  if (order.request.instruction.kind === 'stop-market') {
    trigger(state, order, market);
    return;
  }
  const { prices } = market;
  if (order.price === undefined || prices === undefined) return;
  const open = order.request.side === 'BUY' ? prices.ask : prices.bid;
  execute(state, { order, market, price: improve ? open : order.price, liquidity: 'maker' });
}

/** Market orders that found too little volume go on as soon as there is some. */
function workWaiting(state: ExchangeState, market: SymbolMarket): void {
  for (const order of state.orders.of(market.instrument.symbol))
    if (order.price === undefined) takeNow(state, order, market);
}

function setPrices(state: ExchangeState, market: SymbolMarket, prices: Prices): void {
  market.prices = prices;
  const middle = prices.bid.eq(prices.ask) ? prices.bid : prices.bid.plus(prices.ask).dividedBy(2);
  state.account.setMark(market.instrument.symbol, middle);
}
