import { Decimal } from '@tradewarden/core';
import type { ExecutionPlan } from '../src/plan-steps/execution-plan.ts';
import { minute } from './plan-line.ts';

export const long: ExecutionPlan = {
  symbol: 'BTC/USDT:USDT',
  direction: 'LONG',
  entries: [
    { price: '100', quantity: '6' },
    { price: '98', quantity: '4' },
  ],
  stop: '95',
  targets: [
    { price: '105', percent: '50' },
    { price: '110', percent: '30' },
    { price: '115', percent: '20' },
  ],
  expiresAt: 8 * minute,
  breakEvenAfter: 1,
  step: '0.1',
  tick: '0.1',
};

const mirrored = <T extends { readonly price: string }>(legs: readonly T[]): readonly T[] =>
  legs.map((leg) => ({ ...leg, price: Decimal.of(200).minus(leg.price).toString() }));

/** The same around 100, upside down. */
export const short: ExecutionPlan = {
  ...long,
  direction: 'SHORT',
  entries: mirrored(long.entries),
  stop: '105',
  targets: mirrored(long.targets),
};
