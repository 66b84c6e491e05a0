import { ConfigError, Decimal, type SizedPlan, type TradePlan } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { instrument, sized } from '../../test/sized-plan.ts';
import { planExecution } from './execution-plan.ts';
import type { PlanningOptions } from './planning-options.ts';

const entries = (plan: SizedPlan, options: PlanningOptions = {}): readonly (readonly [string, string])[] =>
  planExecution(plan, instrument, options).entries.map(({ price, quantity }) => [price, quantity]);

it('enters at the near edge alone unless something is to wait at the far one', () => {
  expect(entries(sized('0.01'))).toEqual([['42200', '0.01']]);
  expect(entries(sized('0.01'), { farPercent: '100' })).toEqual([['42030', '0.01']]);
});

it('leaves with the near leg what does not fill a step of the far one', () => {
  expect(entries(sized('0.011'), { farPercent: '50' })).toEqual([
    ['42200', '0.006'],
    ['42030', '0.005'],
  ]);
  expect(entries(sized('0.001'), { farPercent: '99.9' })).toEqual([['42200', '0.001']]);
});

it('has one leg where the zone is one price', () => {
  const plan = sized('0.011', { entry: { near: '42200', far: '42200' } });
  expect(entries(plan, { farPercent: '50' })).toEqual([['42200', '0.011']]);
});

it('enters whole steps that sum to the approved quantity, however they are cut', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (steps, share) => {
        const quantity = Decimal.of(steps).times(instrument.step);
        const { entries: legs } = planExecution(sized(quantity.toString()), instrument, {
          farPercent: Decimal.of(share).dividedBy(1000).toString(),
        });
        const parts = legs.map((leg) => Decimal.of(leg.quantity));
        expect(parts.reduce((sum, part) => sum.plus(part)).toString()).toBe(quantity.toString());
        for (const part of parts) {
          expect(part.isPositive()).toBe(true);
          expect(part.floorToStep(instrument.step).eq(part)).toBe(true);
        }
      },
    ),
    { numRuns: runsOf(1000) },
  );
});

it.each(['-1', '100.1', 'half'])('refuses %s as the share of the far edge', (farPercent) => {
  // Either would enter more than was approved.
  expect(() => planExecution(sized('0.01'), instrument, { farPercent })).toThrow(ConfigError);
});

it.each([
  { trailPercent: '0' },
  { trailPercent: '100' },
  { trailPercent: 'near' },
  { trailPercent: '1', trailAfter: -1 },
  { trailPercent: '1', trailAfter: 0.5 },
  { breakEvenAfter: 0 },
])('refuses %o for a stop that moves', (planning) => {
  expect(() => planExecution(sized('0.01'), instrument, planning)).toThrow(ConfigError);
});

it('puts prices on the grid of the market: no stop is refused for its price', () => {
  const off = {
    entry: { near: '42200.3', far: '42030.3' },
    stop: { price: '41750.3' },
    targets: [{ price: '42800.3', percent: '100' }],
  } as const;
  const pricesOf = (plan: Partial<TradePlan>): readonly string[] => {
    const made = planExecution(sized('0.01', plan), instrument, { farPercent: '50' });
    return [...made.entries, { price: made.stop }, ...made.targets].map(({ price }) => price);
  };
  expect(pricesOf(off)).toEqual(['42200.5', '42030.5', '41750', '42800']);
  const short = {
    direction: 'SHORT',
    stop: { price: '42500.3' },
    targets: [{ price: '41000.3', percent: '100' }],
  } as const;
  expect(pricesOf({ ...off, ...short })).toEqual(['42200', '42030', '42500.5', '41000.5']);
});
