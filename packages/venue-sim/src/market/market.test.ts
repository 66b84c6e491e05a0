import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal, VirtualClock } from '@tradewarden/core';
import { afterAll, expect, test } from 'vitest';
import { candleFiles, readCandles } from './candle-files.ts';
import { generatedMarket } from './generated-market.ts';

const directory = mkdtempSync(join(tmpdir(), 'candles-'));
afterAll(() => rmSync(directory, { recursive: true }));
const header = 'timestamp,open,high,low,close,volume';

test('reads files, leaves out the unfinished bar, infers the tick, quotes the last close', async () => {
  writeFileSync(
    join(directory, 'BTCUSDT_1h.csv'),
    `${header}\n0,100.5,101,99.25,100,5\n3600000,100,102,99,101,5\n7200000,101,101,101,101,0\n`,
  );
  const clock = new VirtualClock(3_600_000);
  const market = candleFiles(directory, { clock });
  expect(await market.symbols()).toEqual(['BTC/USDT:USDT']);
  expect(await market.span()).toEqual({ from: 0, to: 3_600_000 });
  expect(await market.instrument('BTC/USDT:USDT')).toMatchObject({
    tick: '0.01',
    step: '0.00000001',
    base: 'BTC',
  });
  expect(await market.quote('BTC/USDT:USDT')).toEqual({ bid: '100', ask: '100', at: 3_600_000 });
  clock.advance(3_600_000);
  expect((await market.quote('BTC/USDT:USDT'))?.bid).toBe('101');
  expect(await market.quote('nope')).toBeUndefined();
  expect(await market.candles('BTC/USDT:USDT', '1h', 1, 3_600_001)).toHaveLength(1);
});

test.each([
  ['x', ':1: unexpected header'],
  [`${header}\n0,1,2\n`, ':2: expected a time and five numbers'],
  [`${header}\n0,1,2,1,NaN,1\n`, ':2: expected a time and five numbers'],
  [`${header}\n0,1,2,1,1,1\n0,1,2,1,1,1\n`, ':3: not later than the row before'],
  [`${header}\n0,1,0.5,1,1,1\n`, ':2: low and high do not enclose'],
])('names file and line of what it cannot read (%#)', (content, message) => {
  expect(() => readCandles(content, 'a.csv')).toThrow(`a.csv${message}`);
});

test('says so when there is nothing', async () => {
  await expect(candleFiles(join(directory, 'none')).symbols()).rejects.toThrow('none');
});

test('the generated market is the same for a seed, sound, correlated, and has a crash', async () => {
  const market = generatedMarket({ seed: 7, bars: 300 });
  const again = generatedMarket({ seed: 7, bars: 300 });
  const { from, to } = await market.span();
  const symbols = await market.symbols();
  expect(symbols).toHaveLength(8);
  let falls = 0;
  for (const symbol of symbols) {
    const candles = await market.candles(symbol, '1h', from, to + 1);
    expect(candles).toEqual(await again.candles(symbol, '1h', from, to + 1));
    expect(candles).toHaveLength(300);
    const tick = (await market.instrument(symbol))?.tick ?? '';
    for (const { open, high, low, close } of candles) {
      expect(
        Decimal.of(low).isPositive() &&
          Decimal.min(open, close).gte(low) &&
          Decimal.max(open, close).lte(high),
      ).toBe(true);
      expect(Decimal.of(close).floorToStep(tick).eq(close)).toBe(true);
    }
    const crash = candles[200];
    if (crash !== undefined && Decimal.of(crash.low).lt(Decimal.of(crash.open).times('0.95'))) falls += 1;
  }
  expect(falls).toBe(8);
  const other = await generatedMarket({ seed: 8, bars: 300 }).candles('BTC/USDT:USDT', '1h', from, to);
  expect(other).not.toEqual(await market.candles('BTC/USDT:USDT', '1h', from, to));
});
