import { Decimal, settlementOf } from '@tradewarden/core';
import { namespaceOf, type OrderRequest } from '@tradewarden/core/venue';
import { checkRequest, type Refusal } from './check-request.ts';
import type { ExchangeState, SymbolMarket } from './exchange-state.ts';
import { valueOf } from './position.ts';
import { isReached } from './price-levels.ts';
import { WorkingOrder } from './working-order.ts';

/** What the exchange has against an order as things stand. */
export function refusalOf(state: ExchangeState, request: OrderRequest): Refusal | undefined {
  const market = state.markets.get(request.symbol);
  if (market === undefined) return { code: 'UNKNOWN_SYMBOL', reason: `${request.symbol} is not traded here` };
  return (
    checkRequest(request, market.instrument, state.now) ??
    tooMany(state, request) ??
    atThisPrice(market, request) ??
    crossesOwn(state, request) ??
    (request.reduceOnly ? nothingToReduce(state, request) : withoutMargin(state, market, request))
  );
}

function tooMany(state: ExchangeState, { symbol, instruction }: OrderRequest): Refusal | undefined {
  const namespace = namespaceOf(instruction);
  const live = state.orders.of(symbol).filter((order) => order.namespace === namespace).length;
  const most = state.rules.maximumOrders[namespace];
  return live < most
    ? undefined
    : { code: 'TOO_MANY_ORDERS', reason: `${live} ${namespace} orders are live, ${most} at most` };
}

function atThisPrice(market: SymbolMarket, request: OrderRequest): Refusal | undefined {
  const { kind } = request.instruction;
  if (market.prices === undefined)
    return kind === 'market' ? { code: 'MARKET_CLOSED', reason: 'there is no price yet' } : undefined;
  const probe = new WorkingOrder(request, 0, 0);
  return kind === 'stop-market' && isReached(probe, market.prices, market.tick)
    ? { code: 'WOULD_TRIGGER_IMMEDIATELY', reason: 'the market is at the trigger or beyond it' }
    : undefined;
}

/** A limit that would meet an own resting limit is refused rather than filled against it. */
function crossesOwn(state: ExchangeState, { symbol, side, instruction }: OrderRequest): Refusal | undefined {
  if (!('price' in instruction)) return undefined;
  const { price } = instruction;
  const meets = state.orders
    .of(symbol)
    .some(
      ({ request, price: own }) =>
        request.instruction.kind === 'limit' &&
        request.side !== side &&
        own !== undefined &&
        (side === 'BUY' ? own.lte(price) : own.gte(price)),
    );
  return meets ? { code: 'SELF_TRADE', reason: 'it would trade with an own order' } : undefined;
}

function nothingToReduce(state: ExchangeState, { symbol, side }: OrderRequest): Refusal | undefined {
  const { quantity } = state.account.position(symbol);
  return (side === 'BUY' ? quantity.isNegative() : quantity.isPositive())
    ? undefined
    : { code: 'REDUCE_ONLY_REJECTED', reason: 'there is no position on the other side' };
}

/** Positions, live orders that may add to them, and this one need their initial margin in equity. */
function withoutMargin(
  state: ExchangeState,
  market: SymbolMarket,
  request: OrderRequest,
): Refusal | undefined {
  const { currency } = settlementOf(market.instrument);
  const adding = state.orders
    .live()
    .filter(({ request: live }) => !live.reduceOnly)
    .map((order) => orderValue(state, order, currency));
  const value = [...adding, orderValue(state, new WorkingOrder(request, 0, 0), currency)].reduce(
    (sum, next) => sum.plus(next),
    state.account.held(currency),
  );
  const needed = value.dividedBy(state.rules.leverage, 'ceil');
  const equity = state.account.equity(currency);
  return needed.gt(equity)
    ? {
        code: 'INSUFFICIENT_MARGIN',
        reason: `needs ${needed.toString()} ${currency}, equity is ${equity.toString()}`,
      }
    : undefined;
}

function orderValue(state: ExchangeState, order: WorkingOrder, currency: string): Decimal {
  const market = state.markets.get(order.request.symbol);
  if (market === undefined) return Decimal.zero;
  const settlement = settlementOf(market.instrument);
  const price = order.price ?? state.account.mark(order.request.symbol);
  if (settlement.currency !== currency || price === undefined) return Decimal.zero;
  return valueOf(settlement.contract, order.remaining, price);
}
