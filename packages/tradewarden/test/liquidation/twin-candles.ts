import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from '@tradewarden/core';

/** Open of the hour in which everything falls at once. */
export const twinCrash: number = Date.UTC(2025, 9, 10, 21);
const hourMs = 3_600_000;
const before = 60;
const after = 30;

/** Name, tick, price in ticks, and how much more than the common factor it moves, in percent. */
const listings: readonly (readonly [string, string, number, number])[] = [
  ['AAAUSDT', '0.1', 1_100_000, 100],
  ['BBBUSDT', '0.01', 420_000, 110],
  ['CCCUSDT', '0.01', 22_000, 150],
  ['DDDUSDT', '0.0001', 28_000, 160],
  ['EEEUSDT', '0.00001', 25_000, 190],
  ['FFFUSDT', '0.001', 22_000, 170],
  ['GGGUSDT', '0.01', 12_000, 130],
  ['HHHUSDT', '0.001', 28_000, 180],
  ['IIIUSDT', '0.0001', 8000, 200],
  ['JJJUSDT', '0.01', 125_000, 90],
  ['KKKUSDT', '0.0001', 34_000, 210],
  ['LLLUSDT', '0.001', 40_000, 170],
  ['MMMUSDT', '0.00001', 950, 180],
  ['NNNUSDT', '0.01', 25_000, 60],
];

/**
 * Hourly candle files of 14 made-up symbols that move together: quiet hours, a slide, one hour that opens far below
 * the last close and falls on, and half of it back. Whole numbers only, so the same bytes on every machine.
 */
export function writeTwinCandles(directory: string, seed: number): void {
  mkdirSync(directory, { recursive: true });
  const random = wholeNumbers(seed);
  const factor = Array.from({ length: before + after + 1 }, (_, hour) => {
    if (hour === before) return { gap: -250, move: -900 };
    if (hour === before - 1) return { gap: 0, move: -25 };
    if (hour === before + 1) return { gap: 150, move: 300 };
    return { gap: 0, move: random(41) - 20 };
  });
  for (const [name, tick, start, beta] of listings) {
    let last = start;
    const scaled = (ticks: number, parts: number): number =>
      Math.max(1, Math.round(ticks + (ticks * parts) / 10_000));
    const rows = factor.map(({ gap, move }, hour) => {
      const open = scaled(last, Math.round((gap * beta) / 100));
      const close = scaled(open, Math.round((move * beta) / 100) + random(21) - 10);
      const high = scaled(Math.max(open, close), random(15));
      const low = scaled(Math.min(open, close), -random(hour === before ? 200 : 15));
      last = close;
      const prices = [open, high, low, close].map((ticks) => Decimal.of(ticks).times(tick).toString());
      return [twinCrash + (hour - before) * hourMs, ...prices, String(1000 + random(1000))].join(',');
    });
    const content = ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n');
    writeFileSync(join(directory, `${name}_1h.csv`), content);
  }
}

/** A small seeded generator (xorshift of 32 bits): a whole number below `below`. */
function wholeNumbers(seed: number): (below: number) => number {
  let state = seed % 0x7f_ff_ff_ff || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
