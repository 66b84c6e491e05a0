import { exchangeVenue } from '@tradewarden/venue-sim/exchange';
import { expect, it } from 'vitest';
import { orderLine, type OrderTestLine } from '../../test/order-line.ts';
import type { TradeExecutor } from '../trade-executor.ts';

const ahead = (line: OrderTestLine, aheadMs: number): TradeExecutor =>
  line.executor({ venue: exchangeVenue(line.exchange, { clock: line.clock, aheadMs }) });

it('a clock that is nearly ours is worked with, by its own time', async () => {
  const line = orderLine();
  await line.approve();
  await ahead(line, 400).drain();
  const [entry] = line.entries('accepted');
  expect(entry?.order.clientOrderId).toMatch(/^tw/);
});

it('one that is far from ours lets nothing be entered, and what is held is guarded all the same', async () => {
  const line = orderLine();
  await line.approve();
  const strange = ahead(line, 100_000);
  await strange.drain();
  expect(line.entries('accepted')).toEqual([]);
  await strange.stop();
  const good = line.executor();
  await good.drain();
  // The exchange's time does not go back: from here on it is a hundred seconds ahead of the good one too.
  expect(line.entries('accepted')).toEqual([]);
});

it('with something held, a clock that jumps does not keep its stop from being placed', async () => {
  const line = orderLine();
  await line.approve();
  const good = line.executor();
  await good.drain();
  await good.stop();
  line.exchange.quote('BTC/USDT', { bid: '42149', ask: '42150' }, line.clock.now());
  const filledAt = line.entries('filled')[0]?.fill.at ?? 0;
  const jumped = line.executor({
    venue: exchangeVenue(line.exchange, { clock: line.clock, aheadMs: 2000 }),
  });
  await jumped.drain();
  const stop = line.exchange.openOrders().find(({ namespace }) => namespace === 'conditional');
  expect(stop?.createdAt).toBe(filledAt + 2000);
  expect(line.exchange.positions()).toHaveLength(1);
});
