import { type Candle, type Clock, Decimal, defaultInstrument, type Instrument } from '@tradewarden/core';
import { candlesWithin, firstAtOrAfter, type RecordedMarket, timeframes } from './listed-market.ts';

export interface SymbolSeries {
  readonly symbol: string;
  readonly tick: string;
  /** Sorted by time. */
  readonly candles: readonly Candle[];
}

interface RecordedMarketOptions {
  readonly id: string;
  readonly timeframe: string;
  readonly load: () => Promise<readonly SymbolSeries[]>;
  readonly clock: Clock;
}

/** A market over series that are loaded once, when first asked for. */
export function recordedMarket({ id, timeframe, load, clock }: RecordedMarketOptions): RecordedMarket {
  const barMs = timeframes[timeframe] ?? 0;
  let loaded: Promise<ReadonlyMap<string, SymbolSeries>> | undefined;
  const series = (): Promise<ReadonlyMap<string, SymbolSeries>> =>
    (loaded ??= load().then((all) => new Map(all.map((one) => [one.symbol, one]))));
  return {
    id,
    symbols: async () => [...(await series()).keys()].toSorted(),
    span: async () => {
      const all = [...(await series()).values()].flatMap(({ candles }) => [
        candles[0]?.time ?? 0,
        candles.at(-1)?.time ?? 0,
      ]);
      return { from: Math.min(...all), to: Math.max(...all) };
    },
    instrument: async (symbol): Promise<Instrument | undefined> => {
      const found = (await series()).get(symbol);
      return found === undefined ? undefined : { ...defaultInstrument(symbol), tick: found.tick };
    },
    quote: async (symbol) => {
      const candles = (await series()).get(symbol)?.candles ?? [];
      const last = candles[firstAtOrAfter(candles, clock.now() - barMs + 1) - 1];
      return last === undefined ? undefined : { bid: last.close, ask: last.close, at: last.time + barMs };
    },
    candles: async (symbol, asked, from, to) =>
      asked === timeframe ? candlesWithin((await series()).get(symbol)?.candles ?? [], from, to) : [],
  };
}

/** The finest grid that every price of the candles lies on: a power of ten. */
export function inferredTick(candles: readonly Candle[]): string {
  const places = candles.reduce(
    (most, { open, high, low, close }) =>
      Math.max(most, ...[open, high, low, close].map((price) => price.split('.')[1]?.length ?? 0)),
    0,
  );
  return Decimal.of(`1e-${places}`).toString();
}
