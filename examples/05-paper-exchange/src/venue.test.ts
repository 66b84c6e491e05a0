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
