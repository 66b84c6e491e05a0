import { existsSync } from 'node:fs';
import { VirtualClock } from '@tradewarden/core';
import { candleFiles, generatedMarket, type RecordedMarket } from '@tradewarden/venue-sim';
import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { type HandSymbol, scanByHand } from '../test/scan-by-hand.ts';
import { realCandles as candles, scanned } from '../test/scanned.ts';
import type { ScanReport } from './run-scan.ts';

async function seriesOf(market: RecordedMarket, symbols: readonly string[]): Promise<readonly HandSymbol[]> {
  const { from, to } = await market.span();
  return Promise.all(
    symbols.map(async (symbol) => {
      const found = await market.candles(symbol, '1h', from, to + 1);
      const bars = found.map(({ time, open, high, low, close }) => ({
        time,
        open: new Decimal(open),
        high: new Decimal(high),
        low: new Decimal(low),
        close: new Decimal(close),
      }));
      return { symbol, tick: (await market.instrument(symbol))?.tick ?? '', bars };
    }),
  );
}

async function compare(market: (clock: VirtualClock) => RecordedMarket, top: number): Promise<ScanReport> {
  const { report } = await scanned({ market, top });
  const hand = scanByHand(await seriesOf(market(new VirtualClock()), report.symbols));
  const { received, approved, resized, rejected, byCode } = report.summary;
  expect({ received, approved, resized, rejected, byCode }).toEqual({
    received: hand.received,
    approved: hand.approved,
    resized: hand.resized,
    rejected: hand.rejected,
    byCode: hand.byCode,
  });
  const closed = hand.outcomes.filter(({ filled, endedAt }) => filled && endedAt !== undefined);
  const { executions, unfilled, open, wins, losses, scratches, totalR, profit } = report.results;
  expect({ executions, unfilled, open, wins, losses, scratches }).toEqual({
    executions: hand.outcomes.length,
    unfilled: hand.outcomes.filter(({ filled, endedAt }) => !filled && endedAt !== undefined).length,
    open: hand.outcomes.filter(({ endedAt }) => endedAt === undefined).length,
    wins: closed.filter(({ r }) => r.gt('0.1')).length,
    losses: closed.filter(({ r }) => r.lt('-0.1')).length,
    scratches: closed.filter(({ r }) => r.abs().lte('0.1')).length,
  });
  const sum = (of: 'r' | 'profit'): string =>
    closed.reduce((total, outcome) => total.plus(outcome[of]), new Decimal(0)).toFixed(9);
  expect(new Decimal(totalR.toString()).toFixed(9)).toBe(sum('r'));
  expect(new Decimal(profit.toString()).toFixed(9)).toBe(sum('profit'));
  expect(new Decimal(report.exposure.highest).toFixed(6)).toBe(hand.highest.toFixed(6));
  return report;
}

test.each([1, 7, 20_250_119])(
  'the demo on a generated market equals the recomputation by hand (seed %i)',
  async (seed) => {
    const report = await compare((clock) => generatedMarket({ seed, bars: 300, symbols: 4, clock }), 4);
    expect(report.summary.received).toBeGreaterThan(20);
    expect(report.results.executions).toBeGreaterThan(5);
  },
);

test.skipIf(!existsSync(candles))(
  'the 14 real symbols, all 1h bars, equal the recomputation by hand',
  async () => {
    const report = await compare((clock) => candleFiles(candles, { clock }), 14);
    expect(report.symbols).toHaveLength(14);
    expect(report.bars).toBe(999);
  },
  60_000,
);

test.runIf(!existsSync(candles))(
  'notice: ../shared is missing, so the 14 real symbols were not recomputed',
  () => {
    expect(existsSync(candles)).toBe(false);
  },
);
