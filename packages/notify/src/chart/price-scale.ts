/** Prices to heights in pixels. Pixels are floats; no amount of money is. */
export interface PriceScale {
  readonly y: (price: string | number) => number;
  /** Round prices with a line each, lowest first. */
  readonly ticks: readonly string[];
}

/** A scale over all `prices` with some air, from `bottom` up to `top`. */
export function priceScale(prices: readonly string[], top: number, bottom: number): PriceScale {
  const values = prices.map(Number);
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const span = highest - lowest || highest * 0.01 || 1;
  const low = lowest - span * 0.06;
  const high = highest + span * 0.06;
  return {
    y: (price) => bottom - ((Number(price) - low) / (high - low)) * (bottom - top),
    ticks: roundPrices(low, high),
  };
}

/** Four to eight prices of 1, 2 or 5 times a power of ten. */
function roundPrices(low: number, high: number): readonly string[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: string[] = [];
  for (let price = Math.ceil(low / step) * step; price <= high; price += step)
    ticks.push(price.toFixed(Math.min(places, 18)));
  return ticks;
}
