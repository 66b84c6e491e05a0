import { type Candle, Decimal, type TradePlan } from '@tradewarden/core';

const hourMs = 3_600_000;

/** A long at the close, with its stop five average ranges below and one target twice as far away. */
export function hourlyPlan(symbol: string, bars: readonly Candle[], tick: string): TradePlan | undefined {
  const last = bars.at(-1);
  if (last === undefined || bars.length < 24) return undefined;
  const ranges = bars.slice(-24).map(({ high, low }) => Decimal.of(high).minus(low));
  const range = ranges.reduce((sum, one) => sum.plus(one), Decimal.zero).dividedBy(24);
  const distance = range.times(5).ceilToStep(tick);
  const close = Decimal.of(last.close);
  const stop = close.minus(distance);
  if (!stop.isPositive()) return undefined;
  const createdAt = last.time + hourMs;
  return {
    schemaVersion: 1,
    planId: `hourly-${symbol.replaceAll(/[^A-Za-z0-9]/g, '')}-${createdAt}`,
    revision: 1,
    source: 'hourly',
    symbol,
    direction: 'LONG',
    style: 'intraday',
    entry: { near: close.toString(), far: close.toString() },
    stop: { price: stop.toString() },
    targets: [{ price: close.plus(distance.times(2)).toString(), percent: '100' }],
    createdAt,
    expiresAt: createdAt + 2 * hourMs,
    timeframe: '1h',
  };
}
