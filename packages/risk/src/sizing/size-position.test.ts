import { Decimal, type TradePlan, unitRisk } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adjustForVolatility,
  calculatePositionSize,
  validatePositionConstraints,
} from './original-sizing.ts';
import { type PositionSize, sizePosition } from './size-position.ts';

const runs = process.env['TRADEWARDEN_RUNS'] === 'night' ? 100_000 : 3000;
const costs = {
  entryFee: Decimal.of('0.00055'),
  exitFee: Decimal.of('0.00055'),
  stopSlippage: Decimal.of('0.0005'),
};

test('the original formulas, to the letter', () => {
  expect(calculatePositionSize(10000, 0.01, 42200, 41750)).toBe('0.222222222222222222');
  expect(calculatePositionSize('10000', '0.01', '42200', '41750', 10)).toBe('2.222222222222222222');
  expect(adjustForVolatility('1', '1')).toBe('1');
  expect(adjustForVolatility('1', '1.4')).toBe('0.8');
  expect(adjustForVolatility('1', '5')).toBe('0.5');
  expect(validatePositionConstraints('5', '1', '3')).toBe('3');
  expect(validatePositionConstraints('0.5', '1', '3')).toBe('1');
});

test.each([
  [() => calculatePositionSize(0, 0.01, 1, 2), 'accountBalance'],
  [() => calculatePositionSize(1, 1.01, 1, 2), 'riskPct'],
  [() => calculatePositionSize(1, 0, 1, 2), 'riskPct'],
  [() => calculatePositionSize(1, 0.1, 2, 2), 'stop'],
  [() => calculatePositionSize(1, 0.1, 1, 2, 0.5), 'leverage'],
  [() => calculatePositionSize(Number.NaN, 0.1, 1, 2), 'accountBalance'],
  [() => adjustForVolatility(-1, 1), 'size'],
  [() => validatePositionConstraints(1, 3, 2), 'min'],
])('refuses what cannot be sized (%#)', (call, label) => {
  expect(call).toThrow(label);
});

const plans = fc
  .record({
    price: fc.integer({ min: 1000, max: 9_000_000 }),
    stop: fc.integer({ min: 1, max: 900 }),
    short: fc.boolean(),
  })
  .map(({ price, stop, short }): TradePlan => {
    const entry = Decimal.of(price).dividedBy(100);
    const distance = entry.times(stop).dividedBy(1000).round(4, 'up');
    const away = short ? entry.plus(distance) : entry.minus(distance);
    const target = short ? entry.times('0.5') : entry.plus(distance);
    const zone = { near: entry.toString(), far: entry.toString() };
    return samplePlan({
      direction: short ? 'SHORT' : 'LONG',
      entry: zone,
      stop: { price: away.toString() },
      targets: [{ price: target.toString(), percent: '100' }],
    });
  });
const steps = fc.constantFrom('0.00000001', '0.001', '0.5', '1', '10');
const size = (plan: TradePlan, step: string, free: string): PositionSize =>
  sizePosition({
    plan,
    budget: Decimal.of(100),
    costs,
    instrument: { symbol: 'X', base: 'X', quote: 'USDT', step, minimumNotional: '5' },
    minimumNotional: Decimal.zero,
    headroom: [
      { id: 'notional', measure: 'notional', free: Decimal.of(free) },
      { id: 'heat', measure: 'riskAtStop', free: Decimal.of(free).dividedBy(20) },
    ],
  });

test('loses no more than the budget and the caps at the stop, on the grid, or nothing at all', () => {
  fc.assert(
    fc.property(plans, steps, fc.integer({ min: 0, max: 20_000 }), (plan, step, free) => {
      const sized = size(plan, step, String(free));
      const loss = sized.quantity.times(unitRisk(plan, costs));
      expect(loss.lte(100)).toBe(true);
      expect(sized.quantity.times(sized.entry).lte(free)).toBe(true);
      expect(sized.quantity.floorToStep(step).eq(sized.quantity)).toBe(true);
      expect(sized.quantity.isZero() || sized.quantity.times(sized.entry).gte(5)).toBe(true);
      expect(size({ ...plan, leverage: '10' }, step, String(free)).quantity.eq(sized.quantity)).toBe(true);
      expect(size(plan, step, String(free + 10)).quantity.gte(sized.quantity)).toBe(true);
    }),
    { numRuns: runs },
  );
});
