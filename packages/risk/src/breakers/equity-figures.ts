import { Decimal } from '@tradewarden/core';
import type { Limits } from '../limits/limits.ts';
import type { EquityBreaker, EquityState } from './equity-state.ts';

/** What equity breakers measure: fractions, rounded up. */
export interface EquityFigures {
  readonly dailyLoss: Decimal;
  readonly weeklyLoss: Decimal;
  readonly drawdown: Decimal;
}

export function equityFigures({ unit, highWater, day, week }: EquityState): EquityFigures {
  return {
    dailyLoss: lossSince(day.unit, unit),
    weeklyLoss: lossSince(week.unit, unit),
    drawdown: lossSince(highWater, unit),
  };
}

/** From nothing nothing can be lost any more, so all of it is. */
function lossSince(before: string, now: string): Decimal {
  if (!Decimal.of(before).isPositive()) return Decimal.one;
  const lost = Decimal.of(before).minus(now).dividedBy(before, 'ceil');
  return Decimal.max(lost, 0).round(8, 'ceil');
}

export interface BreakerLimit {
  readonly breaker: EquityBreaker;
  readonly observed: Decimal;
  readonly limit: Decimal;
  readonly state: 'REDUCING' | 'HALTED';
}

const table = [
  { breaker: 'daily-loss', figure: 'dailyLoss', key: 'loss.daily', state: 'REDUCING' },
  { breaker: 'weekly-loss', figure: 'weeklyLoss', key: 'loss.weekly', state: 'REDUCING' },
  { breaker: 'drawdown-reducing', figure: 'drawdown', key: 'drawdown.reducing', state: 'REDUCING' },
  { breaker: 'drawdown-halted', figure: 'drawdown', key: 'drawdown.halted', state: 'HALTED' },
] as const;

/** Each breaker that is limited with what it measures now, the mildest first. */
export function breakerLimits(state: EquityState, limits: Limits): readonly BreakerLimit[] {
  const figures = equityFigures(state);
  return table.flatMap(({ breaker, figure, key, state: latched }) => {
    const limit = limits.decimal(key);
    return limit === undefined ? [] : [{ breaker, observed: figures[figure], limit, state: latched }];
  });
}

/** The name under which a breaker latches: the tiers of the drawdown are one cause that becomes stricter. */
export const causeOf = (breaker: EquityBreaker): string =>
  breaker.startsWith('drawdown') ? 'drawdown' : breaker;

const shown: Readonly<Record<EquityBreaker, string>> = {
  'daily-loss': 'loss of the day',
  'weekly-loss': 'loss of the week',
  'drawdown-reducing': 'drawdown',
  'drawdown-halted': 'drawdown',
};

/** `loss of the day 3.21 %, limit 3 %`. */
export const breakerText = ({ breaker, observed, limit }: BreakerLimit): string =>
  `${shown[breaker]} ${percent(observed)} %, limit ${percent(limit)} %`;

const percent = (fraction: Decimal): string => fraction.times(100).round(4, 'ceil').toString();
