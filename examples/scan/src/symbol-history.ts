import { type Candle, Decimal } from '@tradewarden/core';
import type { ScanProfile } from './scan-profile.ts';

/** The last bars of one symbol: their extremes, and Wilder's average true range. */
export class SymbolHistory {
  readonly #profile: ScanProfile;
  readonly #highs: Decimal[] = [];
  readonly #lows: Decimal[] = [];
  readonly #atrs: Decimal[] = [];
  #lastClose: Decimal | undefined;
  #bars = 0;
  #sumOfRanges: Decimal = Decimal.zero;

  constructor(profile: ScanProfile) {
    this.#profile = profile;
  }

  /** Highest high of the `lookback` bars before the next one; `undefined` until there are as many. */
  highest(): Decimal | undefined {
    const [first, ...rest] = this.#highs;
    return first === undefined || this.#highs.length < this.#profile.lookback
      ? undefined
      : Decimal.max(first, ...rest);
  }

  lowest(): Decimal | undefined {
    const [first, ...rest] = this.#lows;
    return first === undefined || this.#lows.length < this.#profile.lookback
      ? undefined
      : Decimal.min(first, ...rest);
  }

  /** Wilder: the mean of the first n true ranges, then ((n − 1) · ATR + TR) ÷ n; trading.md §4.3. */
  atr(): Decimal | undefined {
    return this.#atrs.at(-1);
  }

  /** ATR now over its mean of the last 50 bars, 2 places. */
  atrRatio(): Decimal | undefined {
    const atr = this.atr();
    if (atr === undefined || this.#atrs.length < 50) return undefined;
    const mean = this.#atrs
      .reduce((sum, value) => sum.plus(value), Decimal.zero)
      .dividedBy(this.#atrs.length);
    return mean.isZero() ? undefined : atr.dividedBy(mean).round(2, 'half-even');
  }

  push(candle: Candle): void {
    const [high, low] = [Decimal.of(candle.high), Decimal.of(candle.low)];
    const range = this.#trueRange(high, low);
    this.#bars += 1;
    const { atrBars, lookback } = this.#profile;
    const previous = this.atr();
    if (previous !== undefined) {
      this.#atrs.push(
        previous
          .times(atrBars - 1)
          .plus(range)
          .dividedBy(atrBars),
      );
    } else {
      this.#sumOfRanges = this.#sumOfRanges.plus(range);
      if (this.#bars === atrBars) this.#atrs.push(this.#sumOfRanges.dividedBy(atrBars));
    }
    if (this.#atrs.length > 50) this.#atrs.shift();
    this.#highs.push(high);
    this.#lows.push(low);
    if (this.#highs.length > lookback) {
      this.#highs.shift();
      this.#lows.shift();
    }
    this.#lastClose = Decimal.of(candle.close);
  }

  #trueRange(high: Decimal, low: Decimal): Decimal {
    const last = this.#lastClose;
    const range = high.minus(low);
    return last === undefined ? range : Decimal.max(range, high.minus(last).abs(), low.minus(last).abs());
  }
}
