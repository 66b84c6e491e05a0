import { type Candle, type Clock, Decimal, systemClock } from '@tradewarden/core';
import { inferredTick, recordedMarket, type SymbolSeries } from './recorded-market.ts';
import type { RecordedMarket } from './listed-market.ts';

export interface CandleFilesOptions {
  /** Default `1h`. */
  readonly timeframe?: string;
  /** Decides which bar is the last one closed; default the machine's. */
  readonly clock?: Clock;
}

/**
 * Reads `<SYMBOL>_<timeframe>.csv` (`timestamp,open,high,low,close,volume`; the stamp is the open, ms UTC) from a
 * directory. `BTCUSDT` becomes `BTC/USDT:USDT`. The last bar of a file is unfinished and left out.
 * @throws {Error} on first use: no such file, or a row that cannot be read, with file and line.
 */
export function candleFiles(directory: string, options: CandleFilesOptions = {}): RecordedMarket {
  const timeframe = options.timeframe ?? '1h';
  const load = async (): Promise<readonly SymbolSeries[]> => {
    const { readdir, readFile } = process.getBuiltinModule('node:fs/promises');
    const suffix = `_${timeframe}.csv`;
    const names = (await readdir(directory)).filter((name) => name.endsWith(suffix)).toSorted();
    if (names.length === 0) throw new Error(`no files *${suffix} in ${directory}`);
    return Promise.all(
      names.map(async (name) => {
        const path = `${directory}/${name}`;
        const candles = readCandles(await readFile(path, 'utf8'), path).slice(0, -1);
        return { symbol: unified(name.slice(0, -suffix.length)), tick: inferredTick(candles), candles };
      }),
    );
  };
  return recordedMarket({ id: `files:${directory}`, timeframe, load, clock: options.clock ?? systemClock });
}

const unified = (name: string): string => {
  const quote = ['USDT', 'USDC', 'USD'].find((suffix) => name.endsWith(suffix)) ?? '';
  return quote === '' ? name : `${name.slice(0, -quote.length)}/${quote}:${quote}`;
};

/** Rows in order of time. @throws {Error} names file and line. */
export function readCandles(content: string, path: string): readonly Candle[] {
  const [header = '', ...rows] = content.split('\n');
  if (header.trim() !== 'timestamp,open,high,low,close,volume')
    throw new Error(`${path}:1: unexpected header`);
  const candles: Candle[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') continue;
    const line = index + 2;
    const [stamp, ...cells] = row.trim().split(',');
    const time = Number(stamp);
    const numbers = cells.map((cell) => Decimal.tryParse(cell));
    const [open, high, low, close, volume] = numbers;
    if (!Number.isSafeInteger(time) || numbers.length !== 5 || numbers.includes(undefined)) {
      throw new Error(`${path}:${line}: expected a time and five numbers`);
    }
    if (open === undefined || high === undefined || low === undefined || close === undefined) continue;
    if (low.gt(Decimal.min(open, close)) || high.lt(Decimal.max(open, close)) || !low.isPositive()) {
      throw new Error(`${path}:${line}: low and high do not enclose open and close`);
    }
    if (time <= (candles.at(-1)?.time ?? -1))
      throw new Error(`${path}:${line}: not later than the row before`);
    const prices = {
      open: open.toString(),
      high: high.toString(),
      low: low.toString(),
      close: close.toString(),
    };
    candles.push({ time, ...prices, volume: volume?.toString() ?? '0' });
  }
  return candles;
}
