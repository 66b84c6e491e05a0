import { VirtualClock } from '@tradewarden/core';
import { readEquity } from '@tradewarden/core/equity';
import { approve } from '@tradewarden/core/gate';
import { expect, test } from 'vitest';
import { venueSim } from '../sim-venue.ts';

const barMs = 60_000;
const bar = (minute: number, low: string, high: string, close: string) => ({
  time: minute * barMs,
  open: close,
  high,
  low,
  close,
  volume: '1',
});

test('the equity is cash with what is held at mark, after fees; deposits are told apart', async () => {
  const clock = new VirtualClock(0);
  const fees = { maker: '0', taker: '0.001' };
  const venue = venueSim.create({ balance: '1000', fees, stopSlippage: '0' }, { clock });
  const signal = new AbortController().signal;
  const seen = async () => {
    const read = await readEquity(venue.equity, { now: clock.now(), signal });
    return read.status === 'trusted' ? read.reading : undefined;
  };
  expect(await seen()).toEqual({ equity: '1000', netDeposits: '1000', at: 0 });
  for (const [clientOrderId, symbol, direction] of [
    ['a', 'A', 'LONG'],
    ['b', 'B', 'SHORT'],
  ] as const)
    await venue.submit(
      approve({
        clientOrderId,
        symbol,
        direction,
        quantity: '2',
        entry: '100',
        stop: direction === 'LONG' ? '90' : '110',
        targets: [{ price: direction === 'LONG' ? '120' : '80', quantity: '2' }],
        expiresAt: 10 * barMs,
      }),
      signal,
    );
  venue.onCandle('A', bar(0, '99', '101', '105'), barMs, '1');
  venue.onCandle('B', bar(0, '99', '101', '98'), barMs, '1');
  clock.moveTo(barMs);
  // 2 · 5 for the long, 2 · 2 for the short.
  expect(await seen()).toEqual({ equity: '1014', netDeposits: '1000', at: barMs });
  venue.transfer('-14');
  expect(await seen()).toMatchObject({ equity: '1000', netDeposits: '986' });
  venue.onCandle('A', bar(1, '89', '106', '95'), barMs, '1');
  clock.moveTo(2 * barMs);
  // Stopped at 90: 20 lost, and a fee of 0.18.
  expect(await seen()).toMatchObject({ equity: '969.82', at: 2 * barMs });
  venue.onCandle('B', bar(1, '79', '98', '85'), barMs, '1');
  expect(await seen()).toMatchObject({ equity: '1005.82' });
  clock.moveTo(3 * barMs);
  venue.onCandle('A', bar(2, '1', '1', '1'), barMs, '1');
  expect(await seen()).toMatchObject({ equity: '1005.82', netDeposits: '986', at: 3 * barMs });
});
