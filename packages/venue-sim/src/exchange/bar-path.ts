import { type Candle, Decimal } from '@tradewarden/core';

export interface PathPoint {
  readonly price: Decimal;
  readonly at: number;
}

/**
 * The price path of a closed bar: open, then the extreme that is worse for whoever is in the market, then the other,
 * then the close. A third of the bar's time lies between two points.
 */
export function barPath(candle: Candle, barMs: number, lowFirst: boolean): readonly PathPoint[] {
  const { time, open, high, low, close } = candle;
  const [second, third] = lowFirst ? [low, high] : [high, low];
  return [open, second, third, close].map((price, index) => ({
    price: Decimal.of(price),
    at: time + Math.floor((barMs * index) / 3),
  }));
}
