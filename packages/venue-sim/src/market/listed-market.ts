import type { Candle, MarketData } from '@tradewarden/core';

/** A market whose whole past is at hand. Quotes are the close of the last bar that has closed by the clock. */
export interface RecordedMarket extends MarketData {
  /** Every symbol that has candles, sorted. */
  symbols(): Promise<readonly string[]>;
  /** First and last open time over all symbols, epoch ms. */
  span(timeframe?: string): Promise<{ readonly from: number; readonly to: number }>;
}

export const timeframes: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
};

/** Candles whose open time is in [from, to); `all` is sorted. */
export const candlesWithin = (all: readonly Candle[], from: number, to: number): readonly Candle[] =>
  all.slice(firstAtOrAfter(all, from), firstAtOrAfter(all, to));

/** Index of the first candle that opens at or after `time`. */
export function firstAtOrAfter(all: readonly Candle[], time: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.time ?? Number.POSITIVE_INFINITY) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
