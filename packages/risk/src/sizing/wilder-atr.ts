import { type Candle, Decimal } from '@tradewarden/core';

/**
 * Wilder's average true range over closed bars, oldest first: the mean of the first `length` true ranges, then
 * `((n − 1) × ATR + TR) ÷ n`; trading.md §4.3. `undefined` with fewer than `length` + 1 bars.
 */
export function wilderAtr(candles: readonly Candle[], length = 14): Decimal | undefined {
  const ranges = candles.slice(1).map(({ high, low }, index) => {
    const close = candles[index]?.close ?? high;
    return Decimal.max(
      Decimal.of(high).minus(low),
      Decimal.of(high).minus(close).abs(),
      Decimal.of(low).minus(close).abs(),
    );
  });
  if (ranges.length < length) return undefined;
  const seed = ranges
    .slice(0, length)
    .reduce((total, range) => total.plus(range), Decimal.zero)
    .dividedBy(length);
  return ranges.slice(length).reduce(
    (atr, range) =>
      atr
        .times(length - 1)
        .plus(range)
        .dividedBy(length),
    seed,
  );
}
