import { Decimal, settlementOf } from '@tradewarden/core';
import type { OrderAddress } from './order-list.ts';
import type { ExchangeState, SymbolMarket } from './exchange-state.ts';
import { valueOf } from './position.ts';
import type { Prices } from './price-levels.ts';
import { WorkingOrder } from './working-order.ts';

interface Execution {
  readonly order: WorkingOrder;
  readonly market: SymbolMarket;
  readonly price: Decimal;
  readonly liquidity: 'maker' | 'taker';
}

/** Fills what the market and the position allow at one price. A reduce-only order with nothing left to reduce expires. */
export function execute(state: ExchangeState, { order, market, price, liquidity }: Execution): void {
  const { request } = order;
  const sign = request.side === 'BUY' ? 1 : -1;
  const reducible = state.account.position(request.symbol).quantity.times(-sign);
  if (request.reduceOnly && !reducible.isPositive()) {
    endOrder(state, order, 'expired');
    return;
  }
  const wanted = request.reduceOnly ? Decimal.min(order.remaining, reducible) : order.remaining;
  const quantity =
    market.liquidity === undefined
      ? wanted
      : Decimal.min(wanted, market.liquidity).floorToStep(market.instrument.step);
  if (!quantity.isPositive()) return;
  if (market.liquidity !== undefined) market.liquidity = market.liquidity.minus(quantity);
  settle(state, { order, market, price, liquidity }, quantity, state.rules[liquidity]);
  if (order.isLive && request.reduceOnly && quantity.eq(reducible)) endOrder(state, order, 'expired');
}

/** Books one fill of `quantity`. */
export function settle(
  state: ExchangeState,
  { order, market, price, liquidity }: Execution,
  quantity: Decimal,
  feeRate: Decimal,
): void {
  const { clientOrderId, symbol, side } = order.request;
  const { contract, currency } = settlementOf(market.instrument);
  const fee = valueOf(contract, quantity, price).times(feeRate).round(12, 'ceil');
  state.account.fill(market.instrument, side === 'BUY' ? quantity : quantity.negated(), price, fee);
  order.fill(quantity, state.now);
  state.record({
    kind: 'filled',
    fill: {
      tradeId: String(state.ledger.length + 1),
      clientOrderId,
      venueOrderId: order.venueOrderId,
      symbol,
      side,
      price: price.toString(),
      quantity: quantity.toString(),
      fee: fee.toString(),
      feeCurrency: currency,
      liquidity,
      at: state.now,
    },
    order: order.report(),
    position: state.account.report(symbol),
  });
}

/** Takes what is offered now: at the price at hand, worsened by slippage, and never beyond a limit. */
export function takeNow(state: ExchangeState, order: WorkingOrder, market: SymbolMarket): void {
  if (market.prices === undefined) return;
  const worse = worsened(order, market.prices, market.tick, state.rules.slippage);
  const { price: limit } = order;
  const price =
    limit === undefined
      ? worse
      : order.request.side === 'BUY'
        ? Decimal.min(worse, limit)
        : Decimal.max(worse, limit);
  execute(state, { order, market, price, liquidity: 'taker' });
}

/** A dot is in no id that a client may choose. */
export const childAddress = (stopId: string): OrderAddress => ({
  clientOrderId: `triggered.${stopId}`,
  namespace: 'regular',
});

/** A touched stop becomes a market order of its own; the stop itself says no more than that. */
export function trigger(state: ExchangeState, stop: WorkingOrder, market: SymbolMarket): void {
  const child = new WorkingOrder(
    {
      ...stop.request,
      clientOrderId: childAddress(stop.venueOrderId).clientOrderId,
      instruction: { kind: 'market' },
    },
    state.nextRank(),
    state.now,
  );
  stop.childOrderId = child.venueOrderId;
  endOrder(state, stop, 'triggered');
  state.orders.add(child);
  state.record({ kind: 'accepted', order: child.report() });
  takeNow(state, child, market);
}

export function endOrder(
  state: ExchangeState,
  order: WorkingOrder,
  status: 'cancelled' | 'expired' | 'triggered',
): void {
  order.end(status, state.now);
  state.record({ kind: 'changed', order: order.report() });
}

function worsened({ request }: WorkingOrder, prices: Prices, tick: Decimal, slippage: Decimal): Decimal {
  if (request.side === 'BUY') return prices.ask.plus(prices.ask.times(slippage)).ceilToStep(tick);
  const lower = prices.bid.minus(prices.bid.times(slippage)).floorToStep(tick);
  return lower.isPositive() ? lower : tick;
}
