import { expect, test } from 'vitest';
import { Decimal } from './decimal.ts';
import {
  blendedNetRewardToRisk,
  grossRewardToRisk,
  metricMismatches,
  netRewardToRisk,
  stopFraction,
  unitRisk,
} from './plan-metrics.ts';
import { tierOf } from './tier.ts';
import type { TradePlan } from './trade-plan.ts';

const long: TradePlan = {
  schemaVersion: 1,
  planId: 'p',
  revision: 1,
  source: 's',
  symbol: 'BTC/USDT',
  direction: 'LONG',
  entry: { near: '42200', far: '42030' },
  stop: { price: '41750' },
  targets: [
    { price: '42800', percent: '50' },
    { price: '43500', percent: '50' },
  ],
  createdAt: 0,
  expiresAt: 1,
};
const short: TradePlan = {
  ...long,
  direction: 'SHORT',
  entry: { near: '100', far: '101' },
  stop: { price: '102' },
  targets: [{ price: '96', percent: '100' }],
};
const costs = {
  entryFee: Decimal.of('0.00055'),
  exitFee: Decimal.of('0.00055'),
  stopSlippage: Decimal.of('0.0005'),
};

test('unit risk counts fees and slippage on both sides', () => {
  // By hand: 42200 − 41729.125 + 0.00055 × (42200 + 41729.125)
  expect(unitRisk(long, costs).toString()).toBe('517.03601875');
  // By hand: 102.051 − 100 + 0.00055 × (100 + 102.051)
  expect(unitRisk(short, costs).toString()).toBe('2.16212805');
});

test('ratios from prices', () => {
  const [first] = long.targets;
  expect(grossRewardToRisk(long, first).round(4, 'floor').toString()).toBe('1.3333');
  expect(stopFraction(short).toString()).toBe('0.02');
  expect(netRewardToRisk(short, short.targets[0], costs).round(6, 'floor').toString()).toBe('1.80017');
  expect(blendedNetRewardToRisk(long, costs).round(4, 'floor').toString()).toBe('1.7466');
});

test('claims are compared with a tolerance of 2 %', () => {
  expect(
    metricMismatches({ ...long, claims: { rewardToRisk: ['1.34', '2.8'], stopPercent: '-1.07' } }),
  ).toEqual([{ path: 'claims.rewardToRisk[1]', claimed: '2.8', derived: '2.8889' }]);
});

test('tiers', () => {
  expect(['85', '84.9', '70', '69', undefined].map(tierOf)).toEqual(['A', 'B', 'B', 'C', 'unscored']);
});
