import type { Quote } from '@tradewarden/core';
import { expect, it } from 'vitest';
import { orderLine, type OrderTestLine } from '../../test/order-line.ts';
import { PriceWalk, tensAbove } from '../../test/price-walk.ts';
import type { TradeExecutorOptions } from '../trade-executor.ts';

const stopsOf = (line: OrderTestLine): readonly string[] =>
  line.exchange
    .openOrders()
    .flatMap(({ instruction }) => (instruction.kind === 'stop-market' ? [instruction.trigger] : []));

interface Trailing {
  readonly line: OrderTestLine;
  readonly to: (tens: number) => Promise<void>;
}

/** A long entered at 42,150 with its stop at 41,750; the price is in tens above 42,200. */
async function entered(
  planning: NonNullable<TradeExecutorOptions['planning']>,
  quoted?: (price: string, now: number) => Quote | undefined,
): Promise<Trailing> {
  const line = orderLine();
  const walk = new PriceWalk(line);
  const quote = async (): Promise<Quote | undefined> =>
    quoted === undefined ? walk.market.quote('BTC/USDT') : quoted(tensAbove(walk.last), line.clock.now());
  const venue = line.venue(undefined, { ...walk.market, quote });
  const executor = line.executor({ venue, planning });
  const to = async (tens: number): Promise<void> => {
    await walk.to(tens, () => executor.drain(), 1000);
    await executor.drain();
  };
  await line.approve();
  await to(-10);
  return { line, to };
}

it('a stop follows the price at its distance, in steps of a quarter of it, and never back', async () => {
  const { line, to } = await entered({ trailPercent: '1' });
  const seen: string[] = [];
  for (const tens of [0, 5, 20, 40, 15]) {
    await to(tens);
    seen.push(stopsOf(line).join(' '));
  }
  expect(seen).toEqual(['41750', '41750', '41976', '42174', '42174']);
  await to(-10);
  expect(line.exchange.positions()).toEqual([]);
  const left = line.entries('filled').at(-1);
  expect(left?.order.instruction.kind).toBe('market');
  expect(Number(left?.fill.price)).toBeGreaterThan(42_150);
});

it('a stop that is to follow after a target stays until then', async () => {
  const { line, to } = await entered({ trailPercent: '0.2', trailAfter: 1 });
  await to(30);
  expect(stopsOf(line)).toEqual(['41750']);
  await to(120);
  expect(line.entries('filled').some(({ fill }) => fill.side === 'SELL')).toBe(true);
  expect(stopsOf(line)).toEqual(['43313.2']);
});

it.each([
  ['none', () => undefined],
  ['an old one', (price: string, now: number) => ({ bid: price, ask: price, at: now - 10_001 })],
  ['one from ahead', (price: string, now: number) => ({ bid: price, ask: price, at: now + 10_001 })],
  ['one of no time', (price: string) => ({ bid: price, ask: price, at: Number.NaN })],
  ['one of no number', (_: string, now: number) => ({ bid: 'NaN', ask: '', at: now })],
  ['one of nothing', (_: string, now: number) => ({ bid: '0', ask: '0', at: now })],
  [
    'an error',
    () => {
      throw new Error('no quotes today');
    },
  ],
] as const)('with %s for a quote the stop stays where it is', async (_, quoted) => {
  const { line, to } = await entered({ trailPercent: '1' }, quoted);
  await to(60);
  expect(stopsOf(line)).toEqual(['41750']);
});

it('a venue that tells no prices is refused at once', () => {
  expect(() => orderLine().executor({ planning: { trailPercent: '1' } })).toThrow('planning.trailPercent');
});

it('a pass asks once for the quote of a symbol, and not before something is held', async () => {
  const line = orderLine({ severalPlans: true });
  const walk = new PriceWalk(line);
  let asked = 0;
  const quote = async (): Promise<Quote | undefined> => {
    asked += 1;
    return walk.market.quote('BTC/USDT');
  };
  const executor = line.executor({
    venue: line.venue(undefined, { ...walk.market, quote }),
    planning: { trailPercent: '1' },
  });
  await line.approve({ planId: 'first' });
  await line.approve({ planId: 'second', stop: { price: '41800' } });
  await executor.drain();
  expect(asked).toBe(0);
  await walk.to(-10, () => Promise.resolve(), 1000);
  await executor.drain();
  expect(line.exchange.positions()).toHaveLength(1);
  expect(asked).toBe(1);
});
