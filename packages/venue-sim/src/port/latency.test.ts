import { defaultInstrument, VirtualClock } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import type { OrderRequest, Venue } from '@tradewarden/core/venue';
import { expect, test } from 'vitest';
import { Exchange } from '../exchange/exchange.ts';
import { venueSim } from '../sim-venue.ts';
import { exchangeVenue } from './exchange-venue.ts';

const symbol = 'BTC/USDT';
const order = (clientOrderId: string): OrderRequest => ({
  clientOrderId,
  symbol,
  side: 'BUY',
  quantity: '1',
  instruction: { kind: 'limit', price: '90' },
  reduceOnly: false,
  validUntil: 1_000_000,
});

interface Scene {
  readonly clock: VirtualClock;
  readonly exchange: Exchange;
  readonly venue: Venue;
}

function scene(seed = 7): Scene {
  const clock = new VirtualClock(1000);
  const exchange = new Exchange({
    instruments: [defaultInstrument(symbol)],
    deposits: { USDT: '1000000' },
  });
  exchange.quote(symbol, { bid: '100', ask: '100' }, 1000);
  return {
    clock,
    exchange,
    venue: exchangeVenue(exchange, { clock, latency: { fromMs: 20, toMs: 80, seed } }),
  };
}

/** Lets time pass until the answer is there; gives how long that took, and the answer. */
async function timed<Answer>(clock: VirtualClock, call: Promise<Answer>): Promise<readonly [number, Answer]> {
  const from = clock.now();
  const done = new AbortController();
  const answered = call.then((answer) => {
    done.abort();
    return [clock.now() - from, answer] as const;
  });
  while (!done.signal.aborted) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    clock.advance(1);
  }
  return answered;
}

const signal = (): AbortSignal => new AbortController().signal;

async function times(seed: number): Promise<readonly number[]> {
  const { clock, venue, exchange } = scene(seed);
  const [submitted, told] = await timed(clock, venue.submit(approve(order('a')), signal()));
  expect(told.status).toBe('accepted');
  const at = exchange.ledger.find(({ kind }) => kind === 'accepted')?.at ?? 0;
  expect(at).toBeGreaterThanOrEqual(1020);
  const [read] = await timed(clock, venue.openOrders({}, signal()));
  return [at, submitted, read];
}

test('requests and answers travel for a seeded time: an order arrives after the first of them', async () => {
  const [first, again, other] = [await times(7), await times(7), await times(8)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  for (const took of first.slice(1)) expect(took).toBeGreaterThanOrEqual(40);
});

test('whoever gives up learns nothing more, and the order is placed all the same', async () => {
  const { clock, venue, exchange } = scene();
  const limit = new AbortController();
  const call = venue.submit(approve(order('a')), limit.signal);
  limit.abort(new Error('too late'));
  expect(await call).toEqual({ status: 'unknown', reason: 'given up' });
  expect(exchange.openOrders()).toEqual([]);
  const reading = new AbortController();
  const read = venue.positions(reading.signal);
  reading.abort();
  expect(await read).toMatchObject({ status: 'failed' });
  await timed(clock, venue.serverTime(signal()));
  expect(exchange.openOrders()).toHaveLength(1);
});

test('the simulated venue takes a latency, and refuses one that is none', async () => {
  const clock = new VirtualClock(1000);
  const venue = venueSim.create({ latency: { fromMs: 5, toMs: 5, seed: 1 } }, { clock });
  expect((await timed(clock, venue.serverTime(signal())))[0]).toBeGreaterThanOrEqual(10);
  expect(() => venueSim.create({ latency: { fromMs: 6, toMs: 5, seed: 1 } }, { clock })).toThrow('toMs');
});
