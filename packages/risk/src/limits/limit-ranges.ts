import { Decimal } from '@tradewarden/core';
import type { LimitKey } from './limit-table.ts';

/** Limits that must be a number: without them there is nothing to compute. */
const requiredNumbers: ReadonlySet<string> = new Set<LimitKey>([
  'risk.perTrade',
  'stop.slippage',
  'fees.taker',
  'fees.maker',
  'fire.windowMs',
  'plan.skewMs',
  'size.min',
  'liquidation.buffer',
  'liquidation.bufferOfStop',
  'sizing.atrMultiple',
  'sizing.kellyFraction',
  'sizing.kellySample',
  'sizing.volatility',
  'drawdown.multiplier',
  'breakers.confirmations',
  'outcome.scratch',
  'cooldown.afterStopMs',
  'cooldown.afterLossMs',
  'cooldown.afterRejectMs',
]);

const fractions: ReadonlySet<string> = new Set<LimitKey>([
  'risk.perTrade',
  'sizing.kellyFraction',
  'drawdown.multiplier',
]);
const costs: ReadonlySet<string> = new Set<LimitKey>(['stop.slippage', 'fees.taker', 'fees.maker']);
const wholes: ReadonlySet<string> = new Set<LimitKey>([
  'fire.windowMs',
  'plan.skewMs',
  'sizing.kellySample',
  'breakers.confirmations',
  'equity.maximumAgeMs',
  'equity.untrustedMs',
  'lossStreak',
  'cooldown.afterStopMs',
  'cooldown.afterLossMs',
  'cooldown.afterRejectMs',
  'rate.decisionsPerMinute',
  'repeat.max',
]);
const positives: ReadonlySet<string> = new Set<LimitKey>(['sizing.atrMultiple', 'breakers.confirmations']);
const isMultiplier = (key: string): boolean => /^sizing\.(regime|tier)\./.test(key);

/** What is wrong with a number as the value of a limit. */
export function rangeProblem(key: string, value: string | number): string | undefined {
  if (value === 'unlimited')
    return requiredNumbers.has(key) || isMultiplier(key) ? 'needs a number' : undefined;
  const number = Decimal.tryParse(value);
  if (number === undefined) return "expected a number or 'unlimited'";
  if (number.isNegative()) return 'must not be negative';
  if ((fractions.has(key) || isMultiplier(key)) && (number.isZero() || number.gt(1)))
    return 'a fraction above 0 and at most 1';
  if (costs.has(key) && number.gte(1)) return 'a fraction below 1';
  if (wholes.has(key) && !number.floorToStep(1).eq(number)) return 'a whole number';
  if (positives.has(key) && number.isZero()) return 'must be above zero';
  return undefined;
}
