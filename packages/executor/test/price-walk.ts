import type { MarketData } from '@tradewarden/core';
import { type OrderTestLine, prices } from './order-line.ts';

/** `42200` and so many tens. */
export const tensAbove = (tens: number): string => String(42_200 + tens * 10);

/** Moves the market of a line from price to price, a bar each, in tens above 42,200; `last` is where it stands. */
export class PriceWalk {
  readonly #line: OrderTestLine;
  last = 5;

  constructor(line: OrderTestLine) {
    this.#line = line;
  }

  /** Its quotes, where it stood after the last bar. */
  get market(): MarketData {
    const { clock, instruments } = this.#line;
    return {
      id: 'walk',
      instrument: async (symbol) => instruments.find((instrument) => instrument.symbol === symbol),
      quote: async () => ({ bid: tensAbove(this.last), ask: tensAbove(this.last), at: clock.now() }),
      candles: async () => [],
    };
  }

  /** By so many tens, within what the plans of the tests reach. */
  move(by: number, work: () => Promise<unknown>, lengthMs?: number): Promise<void> {
    return this.to(Math.max(-60, Math.min(220, this.last + by)), work, lengthMs);
  }

  async to(tens: number, work: () => Promise<unknown>, lengthMs?: number): Promise<void> {
    const [low, high] = [Math.min(this.last, tens) - 2, Math.max(this.last, tens) + 2];
    const [from, down, up, end] = [this.last, low, high, tens].map(tensAbove) as [
      string,
      string,
      string,
      string,
    ];
    await this.#line.bar(prices(from, up, down, end), work, lengthMs);
    this.last = tens;
  }
}
