import { type Candle, type Clock, Decimal, systemClock } from '@tradewarden/core';
import type { RecordedMarket } from './listed-market.ts';
import { Random } from './random.ts';
import { recordedMarket, type SymbolSeries } from './recorded-market.ts';

export interface GeneratedMarketOptions {
  /** The same seed gives the same market on every machine. */
  readonly seed?: number;
  /** Hourly bars; default 1000. */
  readonly bars?: number;
  /** How many symbols, at most 8; default 8. */
  readonly symbols?: number;
  readonly clock?: Clock;
}

interface Listing {
  readonly symbol: string;
  readonly tick: string;
  /** In ticks. */
  readonly start: number;
  /** How strongly it follows the market, in percent. */
  readonly beta: number;
  /** Hourly deviation of its own, in 10^-5. */
  readonly own: number;
  /** Bars traded per hour, for volumes. */
  readonly volume: number;
}

const listings: readonly Listing[] = [
  { symbol: 'BTC/USDT:USDT', tick: '0.1', start: 640_000, beta: 100, own: 150, volume: 3000 },
  { symbol: 'ETH/USDT:USDT', tick: '0.01', start: 320_000, beta: 120, own: 220, volume: 30_000 },
  { symbol: 'SOL/USDT:USDT', tick: '0.001', start: 150_000, beta: 150, own: 350, volume: 200_000 },
  { symbol: 'XRP/USDT:USDT', tick: '0.0001', start: 24_000, beta: 130, own: 380, volume: 9_000_000 },
  { symbol: 'DOGE/USDT:USDT', tick: '0.00001', start: 20_000, beta: 160, own: 450, volume: 90_000_000 },
  { symbol: 'LINK/USDT:USDT', tick: '0.001', start: 18_000, beta: 140, own: 400, volume: 400_000 },
  { symbol: 'LTC/USDT:USDT', tick: '0.01', start: 9000, beta: 110, own: 300, volume: 100_000 },
  { symbol: 'AVAX/USDT:USDT', tick: '0.001', start: 30_000, beta: 150, own: 420, volume: 300_000 },
];

/** Drift and deviation of the common factor per hour, in 10^-5, and how likely the regime ends, in percent. */
const regimes = [
  { drift: 80, deviation: 300, ends: 2 },
  { drift: -80, deviation: 350, ends: 2 },
  { drift: 0, deviation: 180, ends: 2 },
  { drift: 0, deviation: 700, ends: 5 },
] as const;

const hourMs = 3_600_000;
const firstOpen = Date.UTC(2025, 0, 1);

/**
 * Hourly bars of several symbols that move together: a common factor with changing regimes, noise of their own, and
 * one crash hour with a gap, two thirds through. Integer arithmetic only.
 */
export function generatedMarket(options: GeneratedMarketOptions = {}): RecordedMarket {
  const { seed = 20_250_119, bars = 1000, symbols = listings.length } = options;
  const load = async (): Promise<readonly SymbolSeries[]> => {
    const factor = commonFactor(new Random(seed), bars);
    return listings.slice(0, symbols).map((listing, index) => ({
      symbol: listing.symbol,
      tick: listing.tick,
      candles: seriesOf(listing, factor, new Random(seed + (index + 1) * 7919)),
    }));
  };
  return recordedMarket({
    id: `generated:${seed}`,
    timeframe: '1h',
    load,
    clock: options.clock ?? systemClock,
  });
}

interface FactorStep {
  /** Return of the hour, in 10^-5. */
  readonly move: number;
  readonly crash: boolean;
}

function commonFactor(random: Random, bars: number): readonly FactorStep[] {
  const crashAt = Math.floor((bars * 2) / 3);
  let regime = regimes[random.integer(regimes.length)] ?? regimes[2];
  return Array.from({ length: bars }, (_, index) => {
    if (random.integer(100) < regime.ends) regime = regimes[random.integer(regimes.length)] ?? regimes[2];
    if (index === crashAt) return { move: -9000, crash: true };
    if (index > crashAt && index <= crashAt + 3) return { move: 1800, crash: false };
    return { move: regime.drift / 10 + random.normal(regime.deviation), crash: false };
  });
}

function seriesOf(listing: Listing, factor: readonly FactorStep[], random: Random): readonly Candle[] {
  let last = listing.start;
  const scaled = (ticks: number, parts: number): number =>
    Math.max(1, Math.round(ticks + (ticks * parts) / 100_000));
  return factor.map(({ move, crash }, index) => {
    const open = scaled(last, crash ? -1500 : random.normal(15));
    const change = Math.round((move * listing.beta) / 100) + random.normal(listing.own);
    const close = scaled(open, Math.max(change, -70_000));
    const reach = Math.abs(change) + listing.own * 2;
    const high = scaled(Math.max(open, close), Math.abs(random.normal(reach / 3)));
    const low = scaled(
      Math.min(open, close),
      -Math.abs(random.normal(crash ? reach : reach / 3)) / (crash ? 2 : 1),
    );
    last = close;
    const price = (ticks: number): string => Decimal.of(ticks).times(listing.tick).toString();
    const volume = Math.max(
      1,
      Math.round((listing.volume * (100 + Math.abs(random.normal(60)))) / 100) * (crash ? 8 : 1),
    );
    return {
      time: firstOpen + index * hourMs,
      open: price(open),
      high: price(high),
      low: price(low),
      close: price(close),
      volume: String(volume),
    };
  });
}
