import { describe, expect, it } from 'vitest';
import { bar, btc, plainExchange, request, walk } from '../../test/exchange-line.ts';

const limit = (price: string) => ({ kind: 'limit', price }) as const;
const open = (options = {}) => {
  const exchange = plainExchange(options);
  walk(exchange, bar('100', '100', '100', '100'));
  return exchange;
};
const at = 3_600_000;

describe('an order is refused', () => {
  it.each([
    ['BAD_ID', request('BUY', '1', limit('99'), { clientOrderId: 'a b' })],
    ['BAD_ID', request('BUY', '1', limit('99'), { clientOrderId: 'x'.repeat(37) })],
    ['EXPIRED_REQUEST', request('BUY', '1', limit('99'), { validUntil: at - 1 })],
    ['EXPIRED_REQUEST', request('BUY', '1', { kind: 'limit', price: '99', goodTill: at })],
    ['FILTER_NOTIONAL', request('BUY', '0.05', limit('99'))],
    ['FILTER_PRICE', request('BUY', '1', limit('99.05'))],
    ['FILTER_PRICE', request('BUY', '1', limit('0'))],
    ['FILTER_PRICE', request('SELL', '1', { kind: 'stop-market', trigger: 'NaN' })],
    ['FILTER_QUANTITY', request('BUY', '1.0001', limit('99'))],
    ['FILTER_QUANTITY', request('BUY', '-1', limit('99'))],
    ['FILTER_QUANTITY', request('BUY', '2001', limit('99'))],
    ['INSUFFICIENT_MARGIN', request('BUY', '1001', { kind: 'market' })],
    ['INSUFFICIENT_MARGIN', request('BUY', '1001', limit('100'), { symbol: 'BTC/USD:BTC' })],
    ['REDUCE_ONLY_REJECTED', request('SELL', '1', limit('101'), { reduceOnly: true })],
    ['UNKNOWN_SYMBOL', request('BUY', '1', limit('99'), { symbol: 'DOGE/USDT:USDT' })],
    ['WOULD_TRIGGER_IMMEDIATELY', request('SELL', '1', { kind: 'stop-market', trigger: '100' })],
    ['WOULD_TRIGGER_IMMEDIATELY', request('BUY', '1', { kind: 'stop-market', trigger: '99.9' })],
  ])('%s', (code, order) => {
    const exchange = open();
    const before = exchange.balances();
    const refused = exchange.submit(order, at);
    expect(refused).toMatchObject({ status: 'rejected', code });
    expect(exchange.ledger.at(-1)).toMatchObject({ kind: 'rejected', code });
    expect(exchange.openOrders()).toEqual([]);
    expect(exchange.balances()).toEqual(before);
  });

  it('MARKET_CLOSED: a market order before there is a price', () => {
    expect(plainExchange().submit(request('BUY', '1', { kind: 'market' }), 1)).toMatchObject({
      code: 'MARKET_CLOSED',
    });
  });

  it('SELF_TRADE: a limit that would meet an own one', () => {
    const exchange = open();
    exchange.submit(request('SELL', '1', limit('101')), at);
    expect(exchange.submit(request('BUY', '1', limit('101')), at)).toMatchObject({ code: 'SELF_TRADE' });
  });

  it('TOO_MANY_ORDERS, in each namespace by itself', () => {
    const exchange = open({ maximumOrders: { regular: 2, conditional: 1 } });
    const stop = () => request('BUY', '1', { kind: 'stop-market', trigger: '110' });
    expect(exchange.submit(stop(), at).status).toBe('accepted');
    expect(exchange.submit(stop(), at)).toMatchObject({ code: 'TOO_MANY_ORDERS' });
    exchange.submit(request('BUY', '1', limit('98')), at);
    exchange.submit(request('BUY', '1', limit('98')), at);
    expect(exchange.submit(request('BUY', '1', limit('98')), at)).toMatchObject({ code: 'TOO_MANY_ORDERS' });
  });
});

describe('the id of an order', () => {
  const twice = (options = {}) => {
    const exchange = open(options);
    const order = request('BUY', '1', { kind: 'market' });
    return [exchange.submit(order, at).status, exchange.submit(order, at).status, exchange] as const;
  };

  it('is taken once', () => {
    const [first, second, exchange] = twice();
    expect([first, second]).toEqual(['accepted', 'duplicate']);
    expect(exchange.positions()[0]?.quantity).toBe('1');
  });

  it('can buy twice where ids may be used again after the end, as at Binance', () => {
    const [first, second, exchange] = twice({ idReuse: 'after-end' });
    expect([first, second]).toEqual(['accepted', 'accepted']);
    expect(exchange.positions()[0]?.quantity).toBe('2');
  });

  it('is found, listed and cancelled in its own namespace only', () => {
    const exchange = open();
    const stop = request('SELL', '1', { kind: 'stop-market', trigger: '90' });
    exchange.submit(stop, at);
    const { clientOrderId } = stop;
    expect(exchange.cancel({ clientOrderId, namespace: 'regular' }, at)).toBeUndefined();
    expect(exchange.openOrders(btc)).toHaveLength(1);
    expect(exchange.cancel({ clientOrderId, namespace: 'conditional' }, at)?.status).toBe('cancelled');
    expect(exchange.openOrders(btc)).toEqual([]);
  });
});
