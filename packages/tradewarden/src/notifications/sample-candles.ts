import type { Candle, TradePlan } from '@tradewarden/core';

const count = 40;
const barMs = 14_400_000;

/** Closed bars that come down into the entry zone of a plan, made up: the picture of a preview. */
export function sampleCandles({
  entry,
  createdAt,
}: Pick<TradePlan, 'entry' | 'createdAt'>): readonly Candle[] {
  const near = Number(entry.near);
  const places = near < 1000 ? 2 : 0;
  const at = (index: number): number =>
    near * (1 + 0.012 * Math.sin(index / 5) * (1 - index / count) + 0.009 * (1 - index / count));
  return Array.from({ length: count }, (_, index): Candle => {
    const [open, close] = [at(index), at(index + 1)];
    const reach = near * 0.0015 * (1 + (index % 3));
    return {
      time: createdAt - (count - index) * barMs,
      open: open.toFixed(places),
      high: (Math.max(open, close) + reach).toFixed(places),
      low: (Math.min(open, close) - reach).toFixed(places),
      close: close.toFixed(places),
      volume: String(100 + ((index * 37) % 60)),
    };
  });
}
