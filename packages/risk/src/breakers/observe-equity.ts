import { Decimal } from '@tradewarden/core';
import type { EquityReading } from '@tradewarden/core/equity';
import type { EquityState, EquityWindow } from './equity-state.ts';
import { localDay, localWeek } from './trading-day.ts';

const dayMs = 86_400_000;

/**
 * The state after one more reading (trading.md §4.6): U = U₋₁ · (E − flow) ÷ E₋₁, so that what is paid in or out
 * moves neither drawdown nor loss. A reading older than the last one changes nothing. Days and weeks only move
 * forward; one begins with the last value before it, or with the first in it when that is more than a day, or a
 * week, older.
 */
export function observeEquity(
  before: EquityState | undefined,
  reading: EquityReading,
  zone: string,
): EquityState {
  const { equity, netDeposits, at } = reading;
  const starts = { day: localDay(at, zone), week: localWeek(at, zone) };
  if (before === undefined) {
    const whole = { unit: '1', equity };
    const day = { start: starts.day, ...whole };
    const week = { start: starts.week, ...whole };
    return { equity, netDeposits, at, unit: '1', highWater: '1', day, week, reduced: false, beyond: {} };
  }
  if (at < before.at) return before;
  const unit = unitAfter(before, reading).toString();
  const window = (open: EquityWindow, start: string, lengthMs: number): EquityWindow => {
    if (start <= open.start) return open;
    return at - before.at <= lengthMs
      ? { start, unit: before.unit, equity: before.equity }
      : { start, unit, equity };
  };
  return {
    ...before,
    equity,
    netDeposits,
    at,
    unit,
    highWater: Decimal.max(before.highWater, unit).toString(),
    day: window(before.day, starts.day, dayMs),
    week: window(before.week, starts.week, 7 * dayMs),
  };
}

/** An account that was lost has no unit value to grow from: it stays at nothing until somebody begins anew. */
function unitAfter(before: EquityState, { equity, netDeposits }: EquityReading): Decimal {
  const base = Decimal.of(before.equity);
  const unit = Decimal.of(before.unit);
  if (!base.isPositive()) return base.isZero() ? unit : Decimal.zero;
  const earned = Decimal.of(equity).minus(Decimal.of(netDeposits).minus(before.netDeposits));
  return Decimal.max(unit.times(earned).dividedBy(base), 0);
}
