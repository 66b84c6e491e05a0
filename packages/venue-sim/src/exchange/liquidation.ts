import { settlementOf } from '@tradewarden/core';
import { endOrder, settle } from './execute-order.ts';
import type { ExchangeState, SymbolMarket } from './exchange-state.ts';
import { WorkingOrder } from './working-order.ts';

/** Whether what is left does not cover the maintenance margin of what is held. */
export function isUnderwater(state: ExchangeState, currency: string): boolean {
  const maintenance = state.account.maintenance(currency);
  return maintenance.isPositive() && state.account.equity(currency).lte(maintenance);
}

/** Cancels every order and closes every position that settles in the market's currency, at their marks and with a fee. */
export function liquidate(state: ExchangeState, { instrument }: SymbolMarket): void {
  const { currency } = settlementOf(instrument);
  state.record({
    kind: 'liquidated',
    currency,
    equity: state.account.equity(currency).toString(),
    maintenance: state.account.maintenance(currency).toString(),
  });
  for (const order of state.orders.live()) {
    const market = state.markets.get(order.request.symbol);
    if (market !== undefined && settlementOf(market.instrument).currency === currency)
      endOrder(state, order, 'cancelled');
  }
  for (const symbol of state.account.heldSymbols(currency)) close(state, symbol);
  // The loss beyond the margin is not ours: the exchange's own fund bears it.
  const debt = state.account.balance(currency).negated();
  if (!debt.isPositive()) return;
  state.account.pay(currency, debt);
  state.record({ kind: 'forgiven', currency, amount: debt.toString() });
}

function close(state: ExchangeState, symbol: string): void {
  const market = state.markets.get(symbol);
  const { quantity, entryPrice } = state.account.position(symbol);
  if (market === undefined) return;
  const price = state.account.mark(symbol) ?? entryPrice;
  const rank = state.nextRank();
  const order = new WorkingOrder(
    {
      clientOrderId: `autoclose.${rank}`,
      symbol,
      side: quantity.isPositive() ? 'SELL' : 'BUY',
      quantity: quantity.abs().toString(),
      instruction: { kind: 'market' },
      reduceOnly: true,
      validUntil: state.now,
    },
    rank,
    state.now,
  );
  state.orders.add(order);
  state.record({ kind: 'accepted', order: order.report() });
  settle(state, { order, market, price, liquidity: 'taker' }, quantity.abs(), state.rules.liquidationFee);
}
