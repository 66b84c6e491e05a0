import { describe, expect, it } from 'vitest';
import { bar, btc, hour, plainExchange, request, walk } from '../../test/exchange-line.ts';

describe('what no market can say is refused and changes nothing', () => {
  it.each([Infinity, -Infinity, NaN, 9e15])('time %d', (at) => {
    const exchange = plainExchange();
    expect(() => exchange.advanceTo(at)).toThrow(RangeError);
    expect(() => exchange.submit(request('BUY', '1', { kind: 'market' }), at)).toThrow(/is no moment/);
    expect(exchange.now).toBe(0);
    expect(exchange.ledger.filter(({ kind }) => kind !== 'transfer')).toEqual([]);
  });

  it.each(['0', '-1'])('a price of %s', (price) => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '101', '99', '100'));
    exchange.submit(request('BUY', '1', { kind: 'market' }), hour);
    const stop = { kind: 'stop-market', trigger: '50' } as const;
    exchange.submit(request('SELL', '1', stop, { reduceOnly: true }), hour);
    const before = [exchange.ledger.length, exchange.equity('USDT'), exchange.now];
    const attempts = [
      () => exchange.quote(btc, { bid: price, ask: '100' }, 2 * hour),
      () => exchange.quote(btc, { bid: '100', ask: price }, 2 * hour),
      () => exchange.trade(btc, { price, quantity: '1' }, 2 * hour),
      () => walk(exchange, bar(price, '101', '99', '100', hour)),
      () => walk(exchange, bar('100', price, '99', '100', hour)),
      () => walk(exchange, bar('100', '101', price, '100', hour)),
      () => walk(exchange, bar('100', '101', '99', price, hour)),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(/is not above zero/);
    expect([exchange.ledger.length, exchange.equity('USDT'), exchange.now]).toEqual(before);
  });
});
