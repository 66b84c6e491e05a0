import { describe, expect, it } from 'vitest';
import { bar, btc, fillsOf, plainExchange, request, walk } from '../../test/exchange-line.ts';

const fills = (exchange: ReturnType<typeof plainExchange>): readonly string[] =>
  fillsOf(exchange).map(
    ({ side, quantity, price, liquidity }) => `${side} ${quantity} @ ${price} ${liquidity}`,
  );

describe('a resting limit', () => {
  it('is not filled by a touch', () => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '101', '100', '100'));
    exchange.submit(request('BUY', '1', { kind: 'limit', price: '99' }), 1);
    walk(exchange, bar('100', '101', '99', '100', 3_600_000));
    expect(fills(exchange)).toEqual([]);
  });

  it('is filled at its price when traded through by a tick', () => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '101', '100', '100'));
    exchange.submit(request('BUY', '1', { kind: 'limit', price: '99' }), 1);
    walk(exchange, bar('100', '101', '98.9', '100', 3_600_000));
    expect(fills(exchange)).toEqual(['BUY 1 @ 99 maker']);
  });

  it('is filled at the open when the bar opens beyond it', () => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '101', '100', '100'));
    exchange.submit(request('BUY', '1', { kind: 'limit', price: '99' }), 1);
    walk(exchange, bar('97', '98', '96', '97', 3_600_000));
    expect(fills(exchange)).toEqual(['BUY 1 @ 97 maker']);
  });

  it('takes at once what is offered at its price or better', () => {
    const exchange = plainExchange({ slippage: '0.01' });
    exchange.quote(btc, { bid: '99.9', ask: '100' }, 1);
    exchange.submit(request('BUY', '1', { kind: 'limit', price: '100.5' }), 2);
    expect(fills(exchange)).toEqual(['BUY 1 @ 100.5 taker']);
  });

  it('goes by price, then by time, when there is too little volume', () => {
    const exchange = plainExchange({ participation: '0.002' });
    walk(exchange, bar('100', '101', '100', '100'));
    const first = request('BUY', '1', { kind: 'limit', price: '98' });
    const second = request('BUY', '1', { kind: 'limit', price: '98' });
    const better = request('BUY', '0.5', { kind: 'limit', price: '99' });
    for (const order of [first, second, better]) exchange.submit(order, 1);
    walk(exchange, bar('100', '101', '97', '100', 3_600_000));
    expect(fillsOf(exchange).map(({ clientOrderId, quantity }) => [clientOrderId, quantity])).toEqual([
      [better.clientOrderId, '0.5'],
      [first.clientOrderId, '1'],
      [second.clientOrderId, '0.5'],
    ]);
    expect(exchange.order({ clientOrderId: second.clientOrderId, namespace: 'regular' })).toMatchObject({
      status: 'partially-filled',
      filledQuantity: '0.5',
    });
  });

  it('ends at goodTill, before the price comes', () => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '101', '100', '100'));
    const order = request('BUY', '1', { kind: 'limit', price: '99', goodTill: 7_200_000 });
    exchange.submit(order, 1);
    walk(exchange, bar('97', '98', '96', '97', 7_200_000));
    expect(exchange.order({ clientOrderId: order.clientOrderId, namespace: 'regular' })?.status).toBe(
      'expired',
    );
  });

  it('ends at goodTill inside a bar, on the way to its price', () => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '101', '100', '100'));
    const minutes = 60_000;
    // The bar falls from 100 to 90 within its first 20 minutes.
    const late = request('BUY', '1', { kind: 'limit', price: '95', goodTill: 3_600_000 + 5 * minutes });
    const early = request('BUY', '1', { kind: 'limit', price: '99', goodTill: 3_600_000 + 5 * minutes });
    for (const order of [late, early]) exchange.submit(order, 1);
    walk(exchange, bar('100', '101', '90', '100', 3_600_000));
    expect(fills(exchange)).toEqual(['BUY 1 @ 99 maker']);
    expect(exchange.openOrders()).toEqual([]);
  });

  it('is met by a whole bar after a trade print has left little', () => {
    const exchange = plainExchange();
    exchange.trade(btc, { price: '100', quantity: '0.1' }, 1);
    exchange.submit(request('BUY', '1', { kind: 'limit', price: '99' }), 2);
    walk(exchange, bar('100', '101', '98', '100', 3_600_000));
    expect(fills(exchange)).toEqual(['BUY 1 @ 99 maker']);
  });

  it('shares the quantity of a trade print', () => {
    const exchange = plainExchange();
    exchange.trade(btc, { price: '100', quantity: '5' }, 1);
    exchange.submit(request('BUY', '2', { kind: 'limit', price: '99' }), 2);
    exchange.trade(btc, { price: '98', quantity: '0.7' }, 3);
    expect(fills(exchange)).toEqual(['BUY 0.7 @ 99 maker']);
  });
});

describe('an immediate order', () => {
  it('ends with nothing where there is no price yet', () => {
    const exchange = plainExchange();
    const order = request('BUY', '1', { kind: 'limit-ioc', price: '100' });
    expect(exchange.submit(order, 1)).toMatchObject({ order: { status: 'expired', filledQuantity: '0' } });
    expect(exchange.openOrders()).toEqual([]);
  });

  it('never pays more than its limit, and its rest ends', () => {
    const exchange = plainExchange({ slippage: '0.01', participation: '0.0005' });
    walk(exchange, bar('100', '100', '100', '100'));
    const order = request('BUY', '1', { kind: 'limit-ioc', price: '100.2' });
    expect(exchange.submit(order, 3_600_000)).toMatchObject({
      order: { status: 'expired', filledQuantity: '0.5' },
    });
    expect(fills(exchange)).toEqual(['BUY 0.5 @ 100.2 taker']);
  });

  it('is worked on as there is volume when it is a market order', () => {
    const exchange = plainExchange({ participation: '0.0005' });
    walk(exchange, bar('100', '100', '100', '100'));
    exchange.submit(request('BUY', '0.8', { kind: 'market' }), 3_600_000);
    walk(exchange, bar('102', '102', '102', '102', 3_600_000));
    expect(fills(exchange)).toEqual(['BUY 0.5 @ 100 taker', 'BUY 0.3 @ 102 taker']);
  });
});

describe('a stop', () => {
  const held = (options = {}) => {
    const exchange = plainExchange(options);
    walk(exchange, bar('100', '100', '100', '100'));
    exchange.submit(request('BUY', '1', { kind: 'market' }), 3_600_000);
    return exchange;
  };

  it('is triggered by a touch and fills with slippage, as a child of its own', () => {
    const exchange = held({ slippage: '0.001' });
    const stop = request('SELL', '1', { kind: 'stop-market', trigger: '95' }, { reduceOnly: true });
    exchange.submit(stop, 3_600_000);
    walk(exchange, bar('100', '101', '95', '100', 3_600_000));
    expect(fills(exchange).at(-1)).toBe('SELL 1 @ 94.9 taker');
    const reported = exchange.order({ clientOrderId: stop.clientOrderId, namespace: 'conditional' });
    expect(reported).toMatchObject({ status: 'triggered', filledQuantity: '0' });
    expect(fillsOf(exchange).at(-1)?.venueOrderId).toBe(reported?.childOrderId);
  });

  it('comes before the target of the same bar', () => {
    const exchange = held();
    exchange.submit(
      request('SELL', '1', { kind: 'stop-market', trigger: '95' }, { reduceOnly: true }),
      3_600_000,
    );
    const target = request('SELL', '1', { kind: 'limit', price: '105' }, { reduceOnly: true });
    exchange.submit(target, 3_600_000);
    walk(exchange, bar('100', '110', '90', '100', 3_600_000));
    expect(fills(exchange).at(-1)).toBe('SELL 1 @ 95 taker');
    expect(exchange.positions()).toEqual([]);
    expect(exchange.order({ clientOrderId: target.clientOrderId, namespace: 'regular' })?.status).toBe(
      'expired',
    );
  });

  it.each([
    ['BUY', 'SELL', '102', '101.5', '101', '101.2'],
    ['SELL', 'BUY', '98', '98.5', '99', '98.8'],
  ] as const)(
    'of what was entered by a %s comes before a target that lacked volume, whichever was placed first',
    (entry, exit, at, trigger, price, then) => {
      for (const order of [0, 1]) {
        const exchange = plainExchange();
        exchange.trade(btc, { price: at, quantity: '10' }, 1);
        exchange.submit(request(entry, '9.5', { kind: 'market' }), 2);
        const exits = [
          request(exit, '9.5', { kind: 'stop-market', trigger }, { reduceOnly: true }),
          request(exit, '9.5', { kind: 'limit', price }, { reduceOnly: true }),
        ];
        for (const each of order === 0 ? exits : exits.toReversed()) exchange.submit(each, 3);
        exchange.trade(btc, { price: then, quantity: '20' }, 4);
        expect(fills(exchange).slice(1)).toEqual([`${exit} 0.5 @ ${at} taker`, `${exit} 9 @ ${then} taker`]);
      }
    },
  );

  it('fills at the open when the bar opens beyond it', () => {
    const exchange = held();
    exchange.submit(
      request('SELL', '1', { kind: 'stop-market', trigger: '95' }, { reduceOnly: true }),
      3_600_000,
    );
    walk(exchange, bar('90', '91', '89', '90', 3_600_000));
    expect(fills(exchange).at(-1)).toBe('SELL 1 @ 90 taker');
  });

  it('that is placed where its entry fills takes part in the rest of the bar', () => {
    const exchange = plainExchange();
    walk(exchange, bar('100', '100', '100', '100'));
    exchange.submit(request('BUY', '1', { kind: 'limit', price: '98' }), 3_600_000);
    walk(exchange, bar('100', '101', '90', '100', 3_600_000), () => {
      if (exchange.positions().length > 0)
        exchange.submit(
          request('SELL', '1', { kind: 'stop-market', trigger: '95' }, { reduceOnly: true }),
          exchange.now,
        );
    });
    expect(fills(exchange)).toEqual(['BUY 1 @ 98 maker', 'SELL 1 @ 95 taker']);
  });
});
