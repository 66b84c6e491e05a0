import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instrument, VirtualClock } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import { venueSuite } from '@tradewarden/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { PaperExchange } from './paper-exchange.ts';
import { venue } from './venue.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-paper-'));
afterAll(() => rmSync(directory, { recursive: true }));
const symbol = 'BTC/USDT';
const instrument: Instrument = { symbol, base: 'BTC', quote: 'USDT', step: '0.001', tick: '0.1' };
let count = 0;

async function opened() {
  const clock = new VirtualClock(1_700_000_000_000);
  const address = join(directory, `exchange-${(count += 1)}`);
  const paper = new PaperExchange({ clock, instruments: [instrument], balance: '1000000' });
  await paper.listen(address);
  process.env['PAPER_EXCHANGE'] = address;
  paper.move(symbol, '40000');
  return { paper, address, clock, over: venue() };
}

describe('over its line it keeps every law of a venue', () => {
  venueSuite(test, {
    open: async () => {
      const { paper, clock, over } = await opened();
      process.env['PAPER_EXCHANGE'] = join(directory, 'nobody');
      return {
        venue: over,
        cut: venue(),
        instrument,
        price: '40000',
        approve,
        move: async (price) => paper.move(symbol, price),
        wait: async (ms) => {
          clock.moveTo(clock.now() + ms);
          paper.exchange.advanceTo(clock.now());
        },
        close: () => paper.close(),
      };
    },
  });
});

test('tells its prices, also as bars of minutes in which nobody traded', async () => {
  const { paper, clock, over } = await opened();
  const began = Math.floor(clock.now() / 60_000) * 60_000;
  paper.move(symbol, '40100');
  paper.move(symbol, '39900');
  clock.moveTo(began + 185_000);
  paper.move(symbol, '40050');
  clock.moveTo(began + 245_000);
  const bars = await over.market?.candles(symbol, '1m', began, began + 240_000);
  expect(bars?.map(({ time, open, high, low, close }) => [time - began, open, high, low, close])).toEqual([
    [0, '40000', '40100', '39900', '39900'],
    [60_000, '39900', '39900', '39900', '39900'],
    [120_000, '39900', '39900', '39900', '39900'],
    [180_000, '40050', '40050', '40050', '40050'],
  ]);
  expect(await over.market?.instrument(symbol)).toEqual(instrument);
  const { signal } = new AbortController();
  const reading = await over.equity.read({ now: clock.now(), signal });
  expect(reading).toEqual({ equity: '1000000', netDeposits: '1000000', at: clock.now() });
  expect(await over.market?.quote('NONE/USDT')).toBeUndefined();
  await over.stop?.();
  await paper.close();
});

test('a line that was lost is a read that failed, never "none"; the next call connects again', async () => {
  const { paper, address, over } = await opened();
  const { signal } = new AbortController();
  expect(await over.openOrders({}, signal)).toMatchObject({ status: 'complete', value: [] });
  await paper.close();
  expect(await over.openOrders({}, signal)).toMatchObject({ status: 'failed' });
  await paper.listen(address);
  expect(await over.openOrders({}, signal)).toMatchObject({ status: 'complete', value: [] });
  expect(await over.market?.quote(symbol)).toMatchObject({ bid: '40000' });
  expect(await over.market?.quote('NONE/USDT')).toBeUndefined();
  await over.stop?.();
  await paper.close();
});

test('the program trades along a market until it is stopped', async () => {
  const address = join(directory, 'program');
  process.env['PAPER_EXCHANGE'] = address;
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--conditions=@tradewarden/source', '--no-warnings', main]);
  try {
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toContain(`BTC/USDT:USDT, DOGE/USDT:USDT`);
    const over = venue();
    await expect
      .poll(() => over.market?.quote('BTC/USDT:USDT'))
      .toMatchObject({ bid: expect.stringMatching(/^\d+/) as string });
    await over.stop?.();
  } finally {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  }
});
