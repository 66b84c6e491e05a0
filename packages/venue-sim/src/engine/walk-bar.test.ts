import { type BracketOrder, type Candle, Decimal } from '@tradewarden/core';
import { describe, expect, test } from 'vitest';
import { Engine } from './engine.ts';
import { defaultCosts } from './sim-costs.ts';

const hour = 3_600_000;
const long: BracketOrder = {
  clientOrderId: 'c',
  symbol: 'BTC/USDT',
  direction: 'LONG',
  quantity: '2',
  entry: '100',
  stop: '95',
  targets: [
    { price: '105', quantity: '1' },
    { price: '110', quantity: '1' },
  ],
  expiresAt: 3 * hour,
};
const short: BracketOrder = {
  ...long,
  direction: 'SHORT',
  stop: '105',
  targets: [
    { price: '95', quantity: '1' },
    { price: '90', quantity: '1' },
  ],
};

/** Runs bars of open, high, low, close; returns fills as `reason price`, and the status. */
function run(order: BracketOrder, ...bars: readonly (readonly [number, number, number, number])[]): string {
  const engine = new Engine(defaultCosts);
  engine.submit(order, 0);
  for (const [index, [open, high, low, close]] of bars.entries()) {
    const candle: Candle = {
      time: index * hour,
      open: `${open}`,
      high: `${high}`,
      low: `${low}`,
      close: `${close}`,
      volume: '1',
    };
    engine.onCandle(order.symbol, candle, hour, '0.1');
  }
  const report = engine.lookup('c');
  return [...(report?.fills ?? []).map(({ reason, price }) => `${reason} ${price}`), report?.status].join(
    ', ',
  );
}

describe('a limit', () => {
  test.each([
    ['a touch is no fill', long, [[101, 102, 100, 101]], 'working'],
    ['a trade through by a tick fills at the limit', long, [[101, 102, 99.9, 101]], 'entry 100, open'],
    ['a gap in our favour fills at the open', long, [[98, 99, 97, 98]], 'entry 98, open'],
    ['mirrored: touch', short, [[99, 100, 98, 99]], 'working'],
    ['mirrored: through', short, [[99, 100.1, 98, 99]], 'entry 100, open'],
    ['mirrored: gap', short, [[102, 103, 101, 102]], 'entry 102, open'],
    [
      'a touched target stays',
      long,
      [
        [101, 102, 99, 101],
        [101, 105, 101, 104],
      ],
      'entry 100, open',
    ],
  ] as const)('%s', (_, order, bars, expected) => {
    expect(run(order, ...bars)).toBe(expected);
  });
});

describe('a stop', () => {
  test.each([
    [
      'triggers on touch and slips',
      long,
      [
        [101, 102, 99, 101],
        [101, 101, 95, 96],
      ],
      'entry 100, stop 94.9, closed',
    ],
    [
      'a gap through it fills at the open',
      long,
      [
        [101, 102, 99, 101],
        [90, 92, 88, 91],
      ],
      'entry 100, stop 89.9, closed',
    ],
    ['can be hit in the bar of the entry', long, [[101, 102, 94, 101]], 'entry 100, stop 94.9, closed'],
    [
      'wins over a target in one bar',
      long,
      [
        [101, 102, 99, 101],
        [101, 120, 94, 118],
      ],
      'entry 100, stop 94.9, closed',
    ],
    [
      'closes what targets left',
      long,
      [
        [101, 106, 99, 104],
        [104, 104, 94, 95],
      ],
      'entry 100, target 105, stop 94.9, closed',
    ],
    [
      'mirrored',
      short,
      [
        [99, 101, 98, 99],
        [99, 105, 99, 104],
      ],
      'entry 100, stop 105.1, closed',
    ],
    [
      'mirrored gap',
      short,
      [
        [99, 101, 98, 99],
        [111, 112, 110, 111],
      ],
      'entry 100, stop 111.1, closed',
    ],
  ] as const)('%s', (_, order, bars, expected) => {
    expect(run(order, ...bars)).toBe(expected);
  });
});

describe('targets', () => {
  test.each([
    [
      'fill in order over bars',
      long,
      [
        [101, 105.1, 99, 105],
        [105, 111, 104, 110],
      ],
      'entry 100, target 105, target 110, closed',
    ],
    ['both in one bar', long, [[101, 120, 99, 118]], 'entry 100, target 105, target 110, closed'],
    [
      'at the open when it gaps beyond',
      long,
      [
        [101, 102, 99, 101],
        [108, 109, 107, 108],
      ],
      'entry 100, target 108, open',
    ],
    [
      'mirrored',
      short,
      [
        [99, 101, 94.9, 96],
        [96, 97, 89, 90],
      ],
      'entry 100, target 95, target 90, closed',
    ],
  ] as const)('%s', (_, order, bars, expected) => {
    expect(run(order, ...bars)).toBe(expected);
  });
});

test('an entry that did not fill expires when a bar opens at its time or later', () => {
  const quiet = [101, 102, 100.5, 101] as const;
  expect(run(long, quiet, quiet, quiet)).toBe('working');
  expect(run(long, quiet, quiet, quiet, [101, 102, 90, 101])).toBe('expired');
});

test('an order sees no bar that opened before it, and is known by its id', () => {
  const engine = new Engine(defaultCosts);
  expect(engine.submit(long, 10).known).toBe(false);
  expect(engine.submit({ ...long, quantity: '9' }, 10).known).toBe(true);
  engine.onCandle(
    long.symbol,
    { time: 0, open: '99', high: '99', low: '90', close: '99', volume: '1' },
    hour,
    '0.1',
  );
  expect(engine.lookup('c')?.status).toBe('working');
  expect(engine.cancel('c')?.status).toBe('cancelled');
});

test('fees: maker for limits, taker for stops, on the traded value', () => {
  const engine = new Engine(defaultCosts);
  engine.submit(long, 0);
  engine.onCandle(
    long.symbol,
    { time: 0, open: '101', high: '101', low: '94', close: '95', volume: '1' },
    hour,
    '0.1',
  );
  const fees = engine.lookup('c')?.fills.map(({ fee }) => fee);
  expect(fees).toEqual([
    Decimal.of(200).times('0.0002').toString(),
    Decimal.of('189.8').times('0.00055').toString(),
  ]);
});
