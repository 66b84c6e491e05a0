import { memoryStore, type Store, StoreUnavailableError, VirtualClock } from '@tradewarden/core';
import type { MarketData } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { orderLine, type OrderTestLine, prices } from '../../test/order-line.ts';
import { countSend } from './order-rates.ts';
import { OrderSafeguards } from './order-safeguards.ts';
import { Safeguards } from './safeguards.ts';
import { safeguardLimits } from './safeguard-limits.ts';

const minute = 60_000;
const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;

/** Quotes that are always fresh. */
const marketOf = (line: OrderTestLine, bid = '42300'): MarketData => ({
  id: 'test',
  instrument: async () => undefined,
  candles: async () => [],
  quote: async () => ({ bid, ask: bid, at: line.clock.now() }),
});

const guardsOf = (line: OrderTestLine, bid?: string): OrderSafeguards => {
  const { store, clock } = line;
  return new OrderSafeguards({ store, book, clock, venue: line.venue(), market: marketOf(line, bid) });
};
const flat = prices('42300', '42310', '42290', '42300');

test('a plan on a symbol and direction that fired already is not armed, and gives back what it had reserved', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const byHand = new Safeguards(line);
  expect(await byHand.preventDoubleFire('BTC/USDT', 'LONG')).toEqual({ blocked: false });
  const executors = [0, 1].map(() => line.executor({ safeguards: guardsOf(line) }));
  await line.bar(flat, () => Promise.all(executors.map((executor) => executor.drain())));
  expect(line.entries('accepted')).toEqual([]);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'DOUBLE_FIRE' });
});

test('a plan that nothing speaks against passes all safeguards and is entered', async () => {
  const line = orderLine();
  await line.approve();
  const executor = line.executor({ safeguards: guardsOf(line) });
  await line.bar(flat, () => executor.drain());
  expect(line.entries('accepted')).toHaveLength(1);
});

test('the window slides: 14 minutes after a fire nothing passes, 16 after it something does, and a blocked try extends nothing', async () => {
  const clock = new VirtualClock(1_700_000_000_000 + 14 * minute + 59_000);
  const store = memoryStore({ clock });
  const guards = new Safeguards({ store, clock });
  const fire = (): Promise<unknown> => guards.preventDoubleFire('BTC/USDT', 'LONG');
  const firstSeenAt = clock.now();
  expect(await fire()).toEqual({ blocked: false });
  clock.moveTo(firstSeenAt + 14 * minute);
  expect(await fire()).toEqual({ blocked: true, firstSeenAt });
  expect(await guards.preventDoubleFire('BTC/USDT', 'SHORT')).toEqual({ blocked: false });
  clock.moveTo(firstSeenAt + 16 * minute);
  expect(await Promise.all([fire(), fire()])).toEqual(
    expect.arrayContaining([{ blocked: false }, { blocked: true, firstSeenAt: clock.now() }]),
  );
  await expect(guards.preventDoubleFire('ETH/USDT', 'LONG', 0)).rejects.toThrow('windowMinutes');
  expect(await guards.preventDoubleFire('ETH/USDT', 'LONG', 1)).toEqual({ blocked: false });
  clock.advance(minute);
  expect(await guards.preventDoubleFire('ETH/USDT', 'LONG', 1)).toEqual({ blocked: false });
});

test('a fire that was denied before anything left gives its window back', async () => {
  const line = orderLine();
  await line.approve();
  const guards = guardsOf(line);
  const never = {
    claim: guards.claim,
    beforeSend: async () => ({ code: 'TEST', reason: 'never' }),
  };
  await line.executor({ safeguards: never }).drain();
  expect(line.entries('accepted')).toEqual([]);
  expect(await new Safeguards(line).preventDoubleFire('BTC/USDT', 'LONG')).toEqual({ blocked: false });
});

test('the same content under another id is the same plan', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor({ safeguards: guardsOf(line) });
  await line.bar(flat, () => executor.drain());
  await executor.cancelOrder(decisionId);
  for (let index = 0; index < 16; index += 1) await line.bar(flat);
  const again = await line.approve({ planId: 'renamed' });
  await executor.drain();
  expect(await line.ledger.find(again.decisionId)).toMatchObject({ state: 'closed', why: 'DUPLICATE_PLAN' });
});

test('without a price nothing is staged away, and without a store nothing fires', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const { clock, store } = line;
  const blind = new OrderSafeguards({ store, book, clock, venue: line.venue() });
  await line.executor({ safeguards: blind }).drain();
  expect(line.entries('accepted')).toEqual([]);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'reserved' });
  const away: Store = { ...store, get: async () => Promise.reject(new StoreUnavailableError('away')) };
  const unreachable = new OrderSafeguards({ store: away, book, clock, venue: line.venue() });
  const staged = await line.executor().stageOrder({ decisionId });
  expect(await unreachable.claim({ plan: staged.plan, journalled: staged.journal })).toMatchObject({
    code: 'STORE_UNREACHABLE',
    retry: true,
  });
  expect(await new Safeguards({ store: away }).preventDoubleFire('BTC/USDT', 'LONG')).toEqual({
    blocked: true,
  });
});

test('what a venue that fails throws keeps entries back; a plan whose time is over is stale', async () => {
  const line = orderLine();
  const decision = await line.approve();
  const { clock, store } = line;
  const market: MarketData = { ...marketOf(line), quote: async () => Promise.reject(new Error('no quotes')) };
  const guards = new OrderSafeguards({ store, book, clock, venue: line.venue(), market });
  const staged = await line.executor().stageOrder(decision);
  const context = { plan: staged.plan, journalled: staged.journal };
  expect(await guards.beforeSubmit(context)).toMatchObject({ code: 'VENUE_UNREADABLE', reason: 'no quotes' });
  clock.moveTo(staged.journal.plan.expiresAt);
  expect(await guards.beforeStage(context)).toMatchObject({ code: 'SIGNAL_STALE' });
});

test('orders are counted over a sliding minute, by symbol and by account, and no other process is missed', async () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const store = memoryStore({ clock });
  const pause = async (): Promise<void> => {};
  const limits = safeguardLimits({ symbolOrdersPerMinute: 3, accountOrdersPerMinute: 5 });
  let id = 0;
  const send = async (symbol: string): Promise<string> =>
    (await countSend({ store, book, pause }, { symbol, id: String((id += 1)) }, limits))?.code ?? 'sent';
  const sentOf = async (symbol: string, count: number): Promise<number> =>
    (await Promise.all(Array.from({ length: count }, () => send(symbol)))).filter((told) => told === 'sent')
      .length;
  expect(await sentOf('A', 8)).toBe(3);
  expect(await sentOf('B', 8)).toBe(2);
  clock.moveTo(clock.now() + minute - 1);
  expect(await send('A')).toBe('ORDER_RATE');
  clock.moveTo(clock.now() + 1);
  expect(await send('A')).toBe('sent');
  // Put back by an hour: what was counted holds nobody up for longer than a minute.
  clock.moveTo(clock.now() + minute);
  expect(await send('A')).toBe('sent');
});
