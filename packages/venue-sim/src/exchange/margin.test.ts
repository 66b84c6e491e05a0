import { describe, expect, it } from 'vitest';
import {
  bar,
  btc,
  fillsOf,
  hour,
  inverse,
  linear,
  plainExchange,
  request,
  walk,
} from '../../test/exchange-line.ts';

const at = hour;
const stand = (options = {}) => {
  const exchange = plainExchange(options);
  walk(exchange, bar('100', '100', '100', '100'));
  return exchange;
};

describe('a position', () => {
  it('averages what is bought and realises what is sold', () => {
    const exchange = stand();
    exchange.submit(request('BUY', '1', { kind: 'market' }), at);
    walk(exchange, bar('110', '110', '110', '110', hour));
    exchange.submit(request('BUY', '1', { kind: 'market' }), 2 * at);
    expect(exchange.positions()).toEqual([
      { symbol: btc, quantity: '2', entryPrice: '105', markPrice: '110' },
    ]);
    expect(exchange.equity('USDT')).toBe('10010');
    exchange.submit(request('SELL', '3', { kind: 'market' }), 2 * at);
    expect(exchange.positions()[0]).toMatchObject({ quantity: '-1', entryPrice: '110' });
    expect(exchange.balances()[0]).toEqual({ currency: 'USDT', total: '10010' });
  });

  it('of an inverse contract is paid in its base', () => {
    const exchange = plainExchange();
    exchange.quote(inverse.symbol, { bid: '100', ask: '100' }, at);
    exchange.submit(request('BUY', '100', { kind: 'market' }, { symbol: inverse.symbol }), at);
    exchange.quote(inverse.symbol, { bid: '200', ask: '200' }, at);
    expect(exchange.equity('BTC')).toBe('1.5');
  });

  it('pays fees on every fill', () => {
    const exchange = stand({ fees: { maker: '0.001', taker: '0.002' } });
    exchange.submit(request('BUY', '1', { kind: 'market' }), at);
    expect(fillsOf(exchange)[0]).toMatchObject({ fee: '0.2', feeCurrency: 'USDT' });
    exchange.submit(request('SELL', '1', { kind: 'limit', price: '110' }, { reduceOnly: true }), at);
    walk(exchange, bar('100', '111', '100', '100', hour));
    expect(fillsOf(exchange)[1]).toMatchObject({ fee: '0.11', liquidity: 'maker' });
    expect(exchange.balances()[0]?.total).toBe('10009.69');
  });
});

describe('funding', () => {
  it('is paid by longs at 00, 08 and 16 UTC, and received by shorts', () => {
    const exchange = stand({ fundingRates: { [btc]: '0.0001' } });
    exchange.submit(request('BUY', '10', { kind: 'market' }), at);
    exchange.advanceTo(8 * hour - 1);
    expect(exchange.balances()[0]?.total).toBe('10000');
    exchange.advanceTo(16 * hour);
    expect(exchange.balances()[0]?.total).toBe('9999.8');
    exchange.submit(request('SELL', '20', { kind: 'market' }), 17 * hour);
    exchange.advanceTo(24 * hour);
    expect(exchange.balances()[0]?.total).toBe('9999.9');
    expect(exchange.ledger.filter(({ kind }) => kind === 'funding').map((entry) => entry.at)).toEqual([
      8 * hour,
      16 * hour,
      24 * hour,
    ]);
  });
});

describe('liquidation', () => {
  it('closes everything at the tick where the margin no longer covers, and cancels what is open', () => {
    const exchange = stand({ liquidationFee: '0', deposits: { USDT: '1000' } });
    exchange.submit(request('BUY', '100', { kind: 'market' }), at);
    const entry = request('BUY', '0.1', { kind: 'limit', price: '80' }, { reduceOnly: false });
    exchange.submit(entry, at);
    walk(exchange, bar('100', '100', '70', '75', hour));
    // equity 1000 + 100 (p − 100) against 0.5 % of 100 p: p = 9000 / 99.5 = 90.45…, met at the tick below.
    expect(fillsOf(exchange).at(-1)).toMatchObject({ side: 'SELL', quantity: '100', price: '90.4' });
    expect(exchange.positions()).toEqual([]);
    expect(exchange.openOrders()).toEqual([]);
    expect(exchange.balances()).toEqual([{ currency: 'USDT', total: '40' }]);
    expect(exchange.ledger.some(({ kind }) => kind === 'liquidated')).toBe(true);
  });

  it('is prevented by a stop that comes first', () => {
    const exchange = stand({ deposits: { USDT: '1000' } });
    exchange.submit(request('BUY', '100', { kind: 'market' }), at);
    exchange.submit(request('SELL', '100', { kind: 'stop-market', trigger: '95' }, { reduceOnly: true }), at);
    walk(exchange, bar('100', '100', '70', '75', hour));
    expect(exchange.ledger.some(({ kind }) => kind === 'liquidated')).toBe(false);
    expect(exchange.balances()[0]?.total).toBe('500');
  });

  it('never leaves a debt after a gap', () => {
    const exchange = stand({ deposits: { USDT: '1000' } });
    exchange.submit(request('BUY', '100', { kind: 'market' }), at);
    walk(exchange, bar('50', '50', '50', '50', hour));
    expect(exchange.balances()[0]?.total).toBe('0');
    expect(exchange.positions()).toEqual([]);
  });

  it('needs more for what is larger, by the table of the instrument', () => {
    const maintenance = [
      { maximumNotional: '1000', rate: '0.01' },
      { maximumNotional: '5000', rate: '0.02' },
      { rate: '0.1' },
    ];
    const exchange = plainExchange({
      instruments: [{ ...linear, maintenance }],
      deposits: { USDT: '1000' },
      liquidationFee: '0',
    });
    walk(exchange, bar('100', '100', '100', '100'));
    exchange.submit(request('BUY', '80', { kind: 'market' }), at);
    walk(exchange, bar('100', '100', '94', '94', hour));
    // at 94: equity 520, value 7520, maintenance 10 + 80 + 252 = 342
    expect(exchange.positions()).toHaveLength(1);
    walk(exchange, bar('94', '94', '80', '80', 2 * hour));
    // 1000 + 80 (p − 100) = 90 + 0.1 (80 p − 5000): p = 6590 / 72 = 91.53
    expect(fillsOf(exchange).at(-1)).toMatchObject({ quantity: '80', price: '91.5' });
  });
});
