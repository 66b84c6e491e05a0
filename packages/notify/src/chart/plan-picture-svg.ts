import type { Candle, PlanPicture } from '@tradewarden/core';
import { priceScale, type PriceScale } from './price-scale.ts';
import { spreadLabels } from './spread-labels.ts';
import { line, rectangle, text } from './svg-shapes.ts';

/** Wide enough for three pixels to a point on a phone. */
const width = 1080;
const height = 860;
const plot = { left: 24, right: 700, top: 130, bottom: 780 };
const labelLeft = 724;
const mostCandles = 60;
const colors = {
  paper: '#ffffff',
  ink: '#101828',
  faint: '#667085',
  grid: '#eaecf0',
  entry: '#1570ef',
  stop: '#d92d20',
  target: '#067647',
};

/** A plan as a picture: candles, the entry zone, the stop and the targets, each with its word and its price. */
export function planPictureSvg(picture: PlanPicture): string {
  const candles = picture.candles.slice(-mostCandles);
  const { entry, stop, targets } = picture;
  const levels = [entry.near, entry.far, stop, ...targets.map(({ price }) => price)];
  const scale = priceScale(
    [...levels, ...candles.flatMap(({ high, low }) => [high, low])],
    plot.top,
    plot.bottom,
  );
  const body = [
    rectangle(0, 0, width, height, colors.paper),
    ...header(picture),
    ...scale.ticks.map((price) =>
      line(plot.left, scale.y(price), plot.right, scale.y(price), colors.grid, 2),
    ),
    ...zones(picture, scale),
    ...candles.flatMap((candle, index) => candleShapes(candle, index, candles.length, scale)),
    ...levelLabels(picture, scale),
    ...timeLabels(candles),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body.join('')}</svg>`;
}

function header({ symbol, direction, timeframe = '' }: PlanPicture): readonly string[] {
  const color = direction === 'LONG' ? colors.target : colors.stop;
  const arrow = direction === 'LONG' ? 'M24 84 L48 42 L72 84 Z' : 'M24 42 L72 42 L48 84 Z';
  return [
    `<path d="${arrow}" fill="${color}"/>`,
    text(92, 84, direction, { size: 52, color, bold: true }),
    text(direction === 'LONG' ? 250 : 282, 84, symbol.slice(0, 22), {
      size: 52,
      color: colors.ink,
      bold: true,
    }),
    text(width - 28, 84, timeframe.slice(0, 8), { size: 38, color: colors.faint, end: true }),
  ];
}

/** What is lost below the entry and won above it, or the other way round. */
function zones({ entry, stop, targets }: PlanPicture, { y }: PriceScale): readonly string[] {
  const last = targets.at(-1)?.price ?? entry.near;
  const band = (from: string, to: string, color: string, opacity: number): string => {
    const top = Math.min(y(from), y(to));
    const size = Math.max(Math.abs(y(from) - y(to)), 3);
    return rectangle(plot.left, top, plot.right - plot.left, size, color, opacity);
  };
  return [
    band(entry.far, stop, colors.stop, 0.09),
    band(entry.near, last, colors.target, 0.08),
    band(entry.near, entry.far, colors.entry, 0.28),
    line(plot.left, y(entry.near), plot.right, y(entry.near), colors.entry, 3),
    line(plot.left, y(stop), plot.right, y(stop), colors.stop, 4),
    ...targets.map(({ price }) => line(plot.left, y(price), plot.right, y(price), colors.target, 4, '14 10')),
  ];
}

/** Rising candles are hollow and falling ones full: colour alone says nothing. */
function candleShapes(
  { open, close, high, low }: Candle,
  index: number,
  count: number,
  { y }: PriceScale,
): readonly string[] {
  const slot = (plot.right - plot.left) / count;
  const x = plot.left + slot * (index + 0.5);
  const size = Math.max(2, Math.min(slot * 0.62, 26));
  const isUp = Number(close) >= Number(open);
  const color = isUp ? colors.target : colors.stop;
  const top = Math.min(y(open), y(close));
  const tall = Math.max(Math.abs(y(open) - y(close)), 2);
  const fill = isUp ? colors.paper : color;
  return [
    line(x, y(high), x, y(low), color, 2.5),
    `<rect x="${n(x - size / 2)}" y="${n(top)}" width="${n(size)}" height="${n(tall)}" fill="${fill}" stroke="${color}" stroke-width="2.5"/>`,
  ];
}

function levelLabels({ entry, stop, targets }: PlanPicture, { y }: PriceScale): readonly string[] {
  const middle = (y(entry.near) + y(entry.far)) / 2;
  const zone = entry.near === entry.far ? entry.near : `${entry.near} – ${entry.far}`;
  const labels = [
    { at: middle, word: 'Entry', price: zone, color: colors.entry },
    { at: y(stop), word: 'Stop', price: stop, color: colors.stop },
    ...targets.map(({ price, label }) => ({ at: y(price), word: label, price, color: colors.target })),
  ];
  const gap = Math.min(96, (plot.bottom - plot.top) / Math.max(1, labels.length - 1));
  const heights = spreadLabels(
    labels.map(({ at }) => at),
    gap,
    plot.top + 16,
    plot.bottom - 22,
  );
  const size = gap < 80 ? Math.max(20, gap / 2.6) : 34;
  return labels.flatMap(({ at, word, price, color }, index) => {
    const standing = heights[index] ?? at;
    return [
      `<path d="M${plot.right} ${n(at)} L${labelLeft - 6} ${n(standing)}" stroke="${color}" stroke-width="3" fill="none"/>`,
      text(labelLeft, standing - 2, word.slice(0, 18), { size, color, bold: true }),
      text(labelLeft, standing + size, price, {
        size: price.length > 15 ? size * 0.8 : size,
        color: colors.ink,
      }),
    ];
  });
}

/** The first and the last bar, in UTC. */
function timeLabels(candles: readonly Candle[]): readonly string[] {
  const [first] = candles;
  const last = candles.at(-1);
  const when = (time: number): string => new Date(time).toISOString().slice(5, 16).replace('T', ' ');
  const y = plot.bottom + 50;
  if (first === undefined || last === undefined)
    return [text(plot.left, y, 'no candles at hand', { size: 28, color: colors.faint })];
  return [
    text(plot.left, y, when(first.time), { size: 28, color: colors.faint }),
    text(plot.right, y, `${when(last.time)} UTC`, { size: 28, color: colors.faint, end: true }),
  ];
}

const n = (value: number): string => value.toFixed(1);
