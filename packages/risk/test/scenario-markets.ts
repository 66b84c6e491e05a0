import type { MaintenanceTier, MarketData } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';

const { createdAt } = samplePlan();
const minute = 60_000;

/** A market with this quote. */
export const quoted = (bid: string, ask: string, at: number = createdAt): Partial<MarketData> => ({
  quote: async () => ({ bid, ask, at }),
});
/** A market whose instruments differ by this. */
export const instrument = (changes: object): Partial<MarketData> => ({
  instrument: async (symbol) => ({
    symbol,
    base: 'BTC',
    quote: 'USDT',
    step: '0.0001',
    tick: '0.1',
    ...changes,
  }),
});
/** A market with closed bars between these prices, a minute each. */
export const bars = (low: string, high: string): Partial<MarketData> => ({
  candles: async (_, timeframe, from, to) =>
    timeframe === '1m'
      ? Array.from({ length: Math.floor((to - from) / minute) }, (_unused, index) => ({
          time: from + index * minute,
          open: '42200',
          high,
          low,
          close: '42200',
          volume: '1',
        }))
      : [],
});
/** Two steps of maintenance margin. */
export const tiers: readonly MaintenanceTier[] = [
  { maximumNotional: '1000', rate: '0.004', maximumLeverage: '125' },
  { maximumNotional: '20000', rate: '0.01', maximumLeverage: '3' },
];
