import { type Candle, Decimal } from '@tradewarden/core';

const minute = 60_000;
const kept = 1440;

/** Bars of a minute from the prices of one symbol, also of minutes in which nobody traded; the last day of them. */
export class MinuteBars {
  readonly #bars: Candle[] = [];

  add(price: string, at: number): void {
    const time = Math.floor(at / minute) * minute;
    this.#fill(time);
    const last = this.#bars.at(-1);
    if (last?.time !== time) this.#bars.push(flat(price, time));
    else
      this.#bars[this.#bars.length - 1] = {
        ...last,
        high: Decimal.max(last.high, price).toString(),
        low: Decimal.min(last.low, price).toString(),
        close: price,
      };
    this.#bars.splice(0, this.#bars.length - kept);
  }

  /** Those that are closed, oldest first. */
  between(from: number, to: number, now: number): readonly Candle[] {
    this.#fill(Math.floor(now / minute) * minute);
    return this.#bars.filter(({ time }) => time >= from && time < to);
  }

  #fill(until: number): void {
    for (
      let last = this.#bars.at(-1);
      last !== undefined && last.time + minute < until;
      last = this.#bars.at(-1)
    )
      this.#bars.push(flat(last.close, last.time + minute));
  }
}

const flat = (price: string, time: number): Candle => ({
  time,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: '1',
});
