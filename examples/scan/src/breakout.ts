import { type Candle, Decimal, type Direction, type TradePlan } from '@tradewarden/core';
import type { ScanProfile } from './scan-profile.ts';
import type { SymbolHistory } from './symbol-history.ts';

interface BreakoutInput {
  readonly symbol: string;
  /** The bar that has just closed; `history` holds the bars before it, and the ATR with it. */
  readonly candle: Candle;
  readonly barMs: number;
  readonly profile: ScanProfile;
  readonly direction: Direction;
  /** The extreme that was broken. */
  readonly broken: Decimal;
  readonly history: SymbolHistory;
  readonly atr: Decimal;
  readonly tick: string;
}

/** A plan for a close beyond the extreme of the last bars: stop by ATR, three targets at 1, 2 and 3 R. */
export function breakoutPlan(input: BreakoutInput): TradePlan {
  const { symbol, candle, direction, profile, atr, tick } = input;
  const close = Decimal.of(candle.close);
  const against = (distance: Decimal): Decimal =>
    direction === 'LONG' ? close.minus(distance) : close.plus(distance);
  const onGrid = (price: Decimal): string =>
    price.plus(Decimal.of(tick).dividedBy(2)).floorToStep(tick).toString();
  const stopDistance = atr.times(profile.stopAtr).ceilToStep(tick);
  const target = (multiple: number): string => against(stopDistance.times(-multiple)).toString();
  const createdAt = candle.time + input.barMs;
  const strength = close.minus(input.broken).abs().dividedBy(atr);
  const atrRatio = input.history.atrRatio();
  return {
    schemaVersion: 1,
    planId: `scan-${symbol.replaceAll(/[^A-Za-z0-9]/g, '')}-${createdAt}`,
    revision: 1,
    source: 'example-scan',
    symbol,
    direction,
    style: 'intraday',
    entry: {
      near: candle.close,
      far: onGrid(against(atr.times(profile.zoneAtr))),
      rationale: 'pullback after the break',
    },
    stop: { price: against(stopDistance).toString(), rationale: `${profile.stopAtr} ATR from the close` },
    targets: [
      { price: target(1), percent: '50' },
      { price: target(2), percent: '30' },
      { price: target(3), percent: '20' },
    ],
    score: Decimal.min(strength.times(20).plus(60), 100).round(1, 'half-even').toString(),
    regime: regimeOf(atrRatio, strength),
    ...(atrRatio === undefined ? {} : { atrRatio: atrRatio.toString() }),
    rationale: `close beyond the ${direction === 'LONG' ? 'high' : 'low'} of ${profile.lookback} bars`,
    createdAt,
    expiresAt: createdAt + profile.entryBars * input.barMs,
    timeframe: '1h',
  };
}

/** A rough label for the statistics: how wide bars are now against their own past, and how hard the level broke. */
function regimeOf(
  atrRatio: Decimal | undefined,
  strength: Decimal,
): 'trend' | 'range' | 'volatile' | 'unknown' {
  if (atrRatio === undefined) return 'unknown';
  if (atrRatio.gt('1.5')) return 'volatile';
  return strength.gt('0.5') ? 'trend' : 'range';
}
