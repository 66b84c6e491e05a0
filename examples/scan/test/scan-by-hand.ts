import { Decimal } from 'decimal.js';
import { type Bar, followByHand, type HandOutcome } from './order-by-hand.ts';

Decimal.set({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN });
const hour = 3_600_000;
const dec = (value: string | number): Decimal => new Decimal(value);
const div = (a: Decimal, b: Decimal): Decimal => a.div(b).toDecimalPlaces(18, Decimal.ROUND_HALF_EVEN);
const units = (value: Decimal, places: number, rounding: Decimal.Rounding): Decimal =>
  value.toDecimalPlaces(places, rounding);
const step = dec('0.00000001');
const onStep = (value: Decimal): Decimal => value.toDecimalPlaces(8, Decimal.ROUND_FLOOR);

export interface HandSymbol {
  readonly symbol: string;
  readonly tick: string;
  readonly bars: readonly Bar[];
}

export interface HandTotals {
  received: number;
  approved: number;
  resized: number;
  rejected: number;
  readonly byCode: Record<string, number>;
  readonly outcomes: HandOutcome[];
  highest: Decimal;
}

interface Plan {
  readonly symbol: HandSymbol;
  readonly side: 1 | -1;
  readonly entry: Decimal;
  readonly stop: Decimal;
  readonly targets: readonly Decimal[];
  readonly score: Decimal;
  readonly now: number;
}

interface Live {
  readonly symbol: string;
  readonly side: 1 | -1;
  readonly notional: Decimal;
  readonly risk: Decimal;
  readonly endedAt: number | undefined;
}

/** The demo recomputed from the candles alone: scanner, gate, orders and results, without any of our code. */
export function scanByHand(symbols: readonly HandSymbol[]): HandTotals {
  const totals: HandTotals = {
    received: 0,
    approved: 0,
    resized: 0,
    rejected: 0,
    byCode: {},
    outcomes: [],
    highest: dec(0),
  };
  const atr = new Map(symbols.map(({ symbol, bars }) => [symbol, atrByHand(bars)]));
  const times = [...new Set(symbols.flatMap(({ bars }) => bars.map(({ time }) => time)))].toSorted(
    (a, b) => a - b,
  );
  let live: Live[] = [];
  for (const time of times) {
    const now = time + hour;
    live = live.filter(({ endedAt }) => endedAt === undefined || endedAt > now);
    const plans = symbols.flatMap((symbol) => planByHand(symbol, time, atr.get(symbol.symbol) ?? []));
    for (const plan of plans.toSorted((a, b) => b.score.cmp(a.score))) {
      totals.received += 1;
      const taken = decideByHand(plan, live, totals);
      if (taken !== undefined) live.push(taken);
    }
    totals.highest = Decimal.max(totals.highest, sum(live.map(({ notional }) => notional)));
  }
  return totals;
}

const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), dec(0));

/** Wilder, 14 bars. */
function atrByHand(bars: readonly Bar[]): readonly (Decimal | undefined)[] {
  const ranges = bars.map((bar, index) => {
    const last = bars[index - 1]?.close;
    const range = bar.high.minus(bar.low);
    return last === undefined
      ? range
      : Decimal.max(range, bar.high.minus(last).abs(), bar.low.minus(last).abs());
  });
  let atr: Decimal | undefined;
  return ranges.map((range, index) => {
    if (index === 13) atr = div(sum(ranges.slice(0, 14)), dec(14));
    else if (atr !== undefined) atr = div(atr.times(13).plus(range), dec(14));
    return atr;
  });
}

function planByHand(
  symbol: HandSymbol,
  time: number,
  atrs: readonly (Decimal | undefined)[],
): readonly Plan[] {
  const index = symbol.bars.findIndex((bar) => bar.time === time);
  const [bar, atr] = [symbol.bars[index], atrs[index]];
  if (bar === undefined || atr === undefined || index < 20) return [];
  const before = symbol.bars.slice(index - 20, index);
  const top = Decimal.max(...before.map(({ high }) => high));
  const bottom = Decimal.min(...before.map(({ low }) => low));
  const side = bar.close.gt(top) ? 1 : bar.close.lt(bottom) ? -1 : 0;
  if (side === 0) return [];
  const distance = atr.times('1.5').div(symbol.tick).ceil().times(symbol.tick);
  const strength = div(bar.close.minus(side === 1 ? top : bottom).abs(), atr);
  const at = (multiple: number): Decimal => bar.close.plus(distance.times(multiple * side));
  const score = Decimal.min(strength.times(20).plus(60), 100).toDecimalPlaces(1, Decimal.ROUND_HALF_EVEN);
  return [
    { symbol, side, entry: bar.close, stop: at(-1), targets: [at(1), at(2), at(3)], score, now: time + hour },
  ];
}

function decideByHand(plan: Plan, live: readonly Live[], totals: HandTotals): Live | undefined {
  const { side, entry, stop } = plan;
  const fee = dec('0.00055');
  const stressed = stop.times(dec(1).minus(dec('0.0005').times(side)));
  const unitRisk = entry.minus(stressed).times(side).plus(fee.times(entry)).plus(fee.times(stressed));
  const wanted = onStep(dec(100).div(unitRisk));
  const least = Decimal.max(
    dec(1).div(entry).toDecimalPlaces(18, Decimal.ROUND_CEIL).toDecimalPlaces(8, Decimal.ROUND_CEIL),
    step,
  );
  const caps = [
    {
      code: 'ASSET_EXPOSURE_EXCEEDED',
      limit: dec(500),
      used: sum(live.filter(({ symbol }) => symbol === plan.symbol.symbol).map(({ notional }) => notional)),
      unit: entry,
    },
    {
      code: 'TOTAL_EXPOSURE_EXCEEDED',
      limit: dec(1000),
      used: sum(live.map(({ notional }) => notional)),
      unit: entry,
    },
    { code: 'CAP_EXCEEDED', limit: dec(500), used: sum(live.map(({ risk }) => risk)), unit: unitRisk },
  ];
  const codes: string[] = [];
  let [quantity, cut] = [wanted, false];
  for (const { code, limit, used, unit } of caps) {
    const free = Decimal.max(limit.minus(used), 0);
    quantity = Decimal.min(quantity, onStep(free.div(unit)));
    if (units(wanted.times(unit), 6, Decimal.ROUND_CEIL).lte(free)) continue;
    if (free.div(unit).gte(least)) cut = true;
    else codes.push(code);
  }
  if (wanted.lt(least)) codes.push('SIZE_BELOW_MINIMUM');
  if (live.some((other) => other.symbol === plan.symbol.symbol && other.side !== side))
    codes.push('CONFLICT_OPPOSITE');
  if (live.length >= 10) codes.push('TOO_MANY_POSITIONS');
  if (entry.minus(stop).times(side).div(entry).lt('0.001')) codes.push('STOP_TOO_CLOSE');
  const net = sum(
    plan.targets.map((target, index) =>
      target
        .minus(entry)
        .times(side)
        .minus(fee.times(entry))
        .minus(fee.times(target))
        .div(unitRisk)
        .times(['0.5', '0.3', '0.2'][index] ?? 0),
    ),
  );
  if (net.lt(1)) codes.push('REWARD_TO_RISK_TOO_LOW');
  for (const code of codes) totals.byCode[code] = (totals.byCode[code] ?? 0) + 1;
  if (codes.length > 0) {
    totals.rejected += 1;
    return undefined;
  }
  if (cut) totals.resized += 1;
  else totals.approved += 1;
  const shares = [onStep(quantity.times('0.5')), onStep(quantity.times('0.3'))];
  const quantities = [...shares, quantity.minus(sum(shares))];
  const targets = plan.targets.map((price, index) => ({ price, quantity: quantities[index] ?? dec(0) }));
  const outcome = followByHand(
    {
      side,
      quantity,
      entry,
      stop,
      targets,
      createdAt: plan.now,
      expiresAt: plan.now + 4 * hour,
      tick: dec(plan.symbol.tick),
    },
    plan.symbol.bars,
  );
  totals.outcomes.push(outcome);
  return {
    symbol: plan.symbol.symbol,
    side,
    notional: units(quantity.times(entry), 6, Decimal.ROUND_CEIL),
    risk: units(units(quantity.times(unitRisk), 6, Decimal.ROUND_CEIL), 6, Decimal.ROUND_CEIL),
    endedAt: outcome.endedAt,
  };
}
