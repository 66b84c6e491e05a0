import { type Candle, Decimal } from '@tradewarden/core';

/** The last moment that a date can say, epoch ms. */
const lastMoment = 8_640_000_000_000_000;

/** @throws {RangeError} `at` is no moment: time that never comes would be waited for without end. */
export function checkMoment(at: number): void {
  if (!(Math.abs(at) <= lastMoment)) throw new RangeError(`${at} is no moment in epoch ms`);
}

/** A price of the market. @throws {RangeError} it is not above zero. @throws {InvalidNumberError} it is no number. */
export function marketPrice(text: string): Decimal {
  const price = Decimal.of(text, 'price');
  if (!price.isPositive()) throw new RangeError(`price ${text} is not above zero`);
  return price;
}

/** @throws {RangeError} one of the four prices is not above zero. */
export function checkCandle({ open, high, low, close }: Candle): void {
  for (const price of [open, high, low, close]) marketPrice(price);
}
