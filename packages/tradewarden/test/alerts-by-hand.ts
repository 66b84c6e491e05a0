import { Decimal } from 'decimal.js';

Decimal.set({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN });

export interface Alert {
  readonly logged_utc7: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly signal: string;
  readonly entry: string;
  readonly tp: string;
  readonly sl: string;
}

export interface HandDecision {
  readonly symbol: string;
  readonly verdict: 'approved' | 'resized' | 'rejected';
  readonly codes: readonly string[];
  readonly quantity: string | undefined;
  /** Notional reserved over all live plans after this one. */
  readonly used: Decimal;
}

interface Live {
  readonly symbol: string;
  readonly side: 1 | -1;
  readonly notional: Decimal;
  readonly risk: Decimal;
  readonly expiresAt: number;
}

const dec = (value: string | number): Decimal => new Decimal(value);
const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), dec(0));
const fee = dec('0.00055');
const lifetimes: Readonly<Record<string, number>> = { '15m': 1, '30m': 1, '1h': 8, '4h': 8 };

/** Decides alerts one after the other from the rules of the specification alone. `capped`: the exposure caps hold. */
export function decideAlertsByHand(alerts: readonly Alert[], capped: boolean): readonly HandDecision[] {
  const fired = new Map<string, number>();
  let live: Live[] = [];
  let now = 0;
  return alerts.map((alert): HandDecision => {
    const createdAt = Date.parse(`${alert.logged_utc7.replace(' ', 'T')}+07:00`);
    now = Math.max(now, createdAt);
    live = live.filter(({ expiresAt }) => expiresAt > now);
    const side = alert.signal === 'BUY' ? 1 : -1;
    const [entry, stop, target] = [dec(alert.entry), dec(alert.sl), dec(alert.tp)];
    const stressed = stop.times(dec(1).minus(dec('0.0005').times(side)));
    const unitRisk = entry.minus(stressed).times(side).plus(fee.times(entry)).plus(fee.times(stressed));
    const onStep = (value: Decimal): Decimal => value.toDecimalPlaces(8, Decimal.ROUND_FLOOR);
    const wanted = onStep(dec(100).div(unitRisk));
    const least = dec(1)
      .div(entry)
      .toDecimalPlaces(18, Decimal.ROUND_CEIL)
      .toDecimalPlaces(8, Decimal.ROUND_CEIL);
    const codes: string[] = [];
    const lastFired = fired.get(`${alert.symbol} ${side}`);
    if (lastFired !== undefined && now - lastFired < 900_000) codes.push('DUPLICATE_SIGNAL');
    if (live.some((other) => other.symbol === alert.symbol && other.side !== side))
      codes.push('CONFLICT_OPPOSITE');
    const gain = target.minus(entry).times(side).minus(fee.times(entry)).minus(fee.times(target));
    if (gain.div(unitRisk).lt(1)) codes.push('REWARD_TO_RISK_TOO_LOW');
    if (entry.minus(stop).times(side).div(entry).lt('0.001')) codes.push('STOP_TOO_CLOSE');
    if (live.length >= 10) codes.push('TOO_MANY_POSITIONS');
    const own = live.filter(({ symbol }) => symbol === alert.symbol);
    const notional = [
      {
        code: 'ASSET_EXPOSURE_EXCEEDED',
        limit: dec(500),
        used: sum(own.map((one) => one.notional)),
        unit: entry,
      },
      {
        code: 'TOTAL_EXPOSURE_EXCEEDED',
        limit: dec(1000),
        used: sum(live.map((one) => one.notional)),
        unit: entry,
      },
    ];
    const heat = {
      code: 'CAP_EXCEEDED',
      limit: dec(500),
      used: sum(live.map(({ risk }) => risk)),
      unit: unitRisk,
    };
    let [quantity, cut] = [wanted, false];
    for (const { code, limit, used, unit } of [...(capped ? notional : []), heat]) {
      const free = Decimal.max(limit.minus(used), 0);
      quantity = Decimal.min(quantity, onStep(free.div(unit)));
      if (wanted.times(unit).toDecimalPlaces(6, Decimal.ROUND_CEIL).lte(free)) continue;
      if (free.div(unit).gte(least)) cut = true;
      else codes.push(code);
    }
    const approved = codes.length === 0;
    if (approved) {
      const up = (value: Decimal): Decimal => value.toDecimalPlaces(6, Decimal.ROUND_CEIL);
      const expiresAt = createdAt + (lifetimes[alert.timeframe] ?? 24) * 3_600_000;
      live.push({
        symbol: alert.symbol,
        side,
        notional: up(quantity.times(entry)),
        risk: up(quantity.times(unitRisk)),
        expiresAt,
      });
      fired.set(`${alert.symbol} ${side}`, now);
    }
    return {
      symbol: alert.symbol,
      verdict: approved ? (cut ? 'resized' : 'approved') : 'rejected',
      codes: codes.toSorted((a, b) => (a < b ? -1 : 1)),
      quantity: approved ? quantity.toFixed() : undefined,
      used: sum(live.map((one) => one.notional)),
    };
  });
}

/** About 24 hours of alerts on few symbols: repetitions, both sides, poor targets. The same every time. */
export function generatedAlerts(count: number): readonly Alert[] {
  let state = 20_251_023;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  let time = Date.UTC(2025, 9, 23, 13, 0, 0);
  return Array.from({ length: count }, () => {
    time += next(600) * 1000;
    const entry = dec(1000 + next(90_000)).div(1000);
    const side = next(3) === 0 ? -1 : 1;
    const stop = entry.times(dec(1000 - side * (5 + next(20))).div(1000));
    const target = entry.times(dec(1000 + side * (5 + next(60))).div(1000));
    const logged = new Date(time + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const timeframe = ['15m', '30m', '1h'][next(3)] ?? '1h';
    return {
      logged_utc7: logged,
      symbol: `S${next(9)}USDT`,
      timeframe,
      signal: side === 1 ? 'BUY' : 'SELL',
      entry: entry.toFixed(),
      tp: target.toFixed(),
      sl: stop.toFixed(),
    };
  });
}
