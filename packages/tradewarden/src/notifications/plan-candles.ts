import type { Candle, MarketData, TradePlan } from '@tradewarden/core';
import { timeframes } from '@tradewarden/venue-sim';

const bars = 60;
const usual = '1h';

/** The last bars before a plan for its picture: in its own timeframe where the source has it, else hourly ones. */
export const planCandles =
  (market: MarketData) =>
  async (plan: TradePlan, signal: AbortSignal): Promise<readonly Candle[]> => {
    for (const timeframe of new Set([plan.timeframe ?? usual, usual])) {
      const barMs = timeframes[timeframe];
      if (barMs === undefined) continue;
      // A bar that is still open at the time of the plan would show what nobody knew then.
      const to = plan.createdAt - barMs + 1;
      const found = await market.candles(plan.symbol, timeframe, to - bars * barMs, to, signal);
      if (found.length > 0) return found;
    }
    return [];
  };
