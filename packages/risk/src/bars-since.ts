import {
  type Candle,
  Decimal,
  type Fact,
  known,
  type MarketData,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import type { ExtremesFact } from './rules/plan-invalidated.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Length of `15m`, `4h` or `1d`; `undefined` for anything else. */
export function timeframeMs(timeframe: string): number | undefined {
  const match = /^([1-9]\d{0,3})([mhd])$/.exec(timeframe);
  const unit = units[match?.[2] ?? ''];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}

interface BarsRequest {
  readonly market: MarketData;
  readonly plan: TradePlan;
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * Lowest and highest price of the closed bars since the plan was made: bars of a minute, or of the plan's own
 * timeframe where the market has no others. Bars that do not reach from the plan to now are as good as none.
 */
export async function extremesSince({ market, plan, now, signal }: BarsRequest): Promise<Fact> {
  const timeframes = new Set(['1m', ...(plan.timeframe === undefined ? [] : [plan.timeframe])]);
  for (const timeframe of timeframes) {
    const length = timeframeMs(timeframe);
    if (length === undefined) continue;
    const from = Math.ceil(plan.createdAt / length) * length;
    const to = Math.floor(now / length) * length;
    if (to <= from) return known({ bars: 0 }, now, market.id);
    const bars = await market.candles(plan.symbol, timeframe, from, to, signal);
    if (!reaches(bars, from, to - length)) continue;
    const extremes: ExtremesFact = {
      low: Decimal.min(...(bars.map(({ low }) => low) as [string])).toString(),
      high: Decimal.max(...(bars.map(({ high }) => high) as [string])).toString(),
      bars: bars.length,
    };
    return known({ ...extremes }, now, market.id);
  }
  return unknown(`${market.id} has no bars of ${plan.symbol} since the plan was made`);
}

const reaches = (bars: readonly Candle[], first: number, last: number): boolean =>
  bars.length > 0 && (bars[0]?.time ?? Infinity) <= first && (bars.at(-1)?.time ?? 0) >= last;
