import type { Candle } from '../domain/candle.ts';
import type { Instrument } from '../domain/instrument.ts';

export interface Quote {
  readonly bid: string;
  readonly ask: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Prices and instrument filters from anywhere: a venue, files, a generator. */
export interface MarketData {
  readonly id: string;
  /** `undefined`: this source does not know the symbol. */
  instrument(symbol: string, signal?: AbortSignal): Promise<Instrument | undefined>;
  quote(symbol: string, signal?: AbortSignal): Promise<Quote | undefined>;
  /** Closed candles whose open time is in [from, to), oldest first. */
  candles(
    symbol: string,
    timeframe: string,
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<readonly Candle[]>;
}
