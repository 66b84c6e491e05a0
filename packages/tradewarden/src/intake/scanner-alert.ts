/**
 * One record of the scanner's alert log: a single entry, stop and target. `logged_utc7` is a naive time at UTC+7.
 * Fields that are missing stay missing, so that the plan is refused with their paths.
 */
export function fromScannerAlert(record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return record;
  const alert = record as Readonly<Record<string, unknown>>;
  const direction = directions.get(String(alert['signal']));
  const createdAt = timeAtUtc7(alert['logged_utc7']);
  const known = new Set(['logged_utc7', 'symbol', 'timeframe', 'signal', 'entry', 'tp', 'sl', 'bar_time']);
  const extras = Object.entries(alert).filter(([key]) => !known.has(key));
  return {
    symbol: alert['symbol'],
    ...(direction === undefined ? { direction: alert['signal'] } : { direction }),
    source: 'scanner-alert',
    entry: { near: alert['entry'], far: alert['entry'] },
    stop: { price: alert['sl'] },
    targets: [{ price: alert['tp'] }],
    ...(createdAt === undefined ? { createdAt: alert['logged_utc7'] } : { createdAt }),
    ...(alert['timeframe'] === undefined ? {} : { timeframe: alert['timeframe'] }),
    ...styleOf(alert['timeframe']),
    metadata: {
      ...(alert['bar_time'] === undefined ? {} : { barTime: alert['bar_time'] }),
      ...Object.fromEntries(extras),
    },
  };
}

/** An alert on short bars is not entered a day later: up to 30m is a scalp, up to 4h intraday, beyond that a swing. */
function styleOf(timeframe: unknown): { readonly style?: 'scalp' | 'intraday' | 'swing' } {
  const match = /^(\d+)([mhdw])$/.exec(String(timeframe));
  if (match === null) return {};
  const minutes = Number(match[1]) * (minutesOf[match[2] ?? ''] ?? 0);
  if (minutes <= 30) return { style: 'scalp' };
  return { style: minutes <= 240 ? 'intraday' : 'swing' };
}

const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

const directions: ReadonlyMap<string, 'LONG' | 'SHORT'> = new Map([
  ['BUY', 'LONG'],
  ['SELL', 'SHORT'],
]);

/** `2025-10-23 20:59:19` at UTC+7, as epoch ms; `undefined` when it is not such a time. */
function timeAtUtc7(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)) return undefined;
  const time = Date.parse(`${value.replace(' ', 'T')}+07:00`);
  return Number.isNaN(time) ? undefined : time;
}
