import { runsOf } from '@tradewarden/testing';
import { Decimal as Reference } from 'decimal.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adjustForVolatility,
  calculatePositionSize,
  validatePositionConstraints,
} from './original-sizing.ts';

Reference.set({ precision: 120, toExpPos: 200, toExpNeg: -200 });

test('the original formulas, to the letter', () => {
  expect(calculatePositionSize(10000, 0.01, 42200, 41750)).toBe('0.222222222222222222');
  expect(calculatePositionSize('10000', '0.01', '42200', '41750', 10)).toBe('2.222222222222222222');
  expect(adjustForVolatility('1', '1')).toBe('1');
  expect(adjustForVolatility('1', '1.4')).toBe('0.8');
  expect(adjustForVolatility('1', '5')).toBe('0.5');
  expect(validatePositionConstraints('5', '1', '3')).toBe('3');
  expect(validatePositionConstraints('0.5', '1', '3')).toBe('1');
});

const notExact = (label: string): string => `${label}: not an exact decimal (got`;

test.each([
  [() => calculatePositionSize(0, 0.01, 1, 2), 'accountBalance: must be above zero (got 0)'],
  [() => calculatePositionSize(-1, 0.01, 1, 2), 'accountBalance: must be above zero (got -1)'],
  [() => calculatePositionSize(1, 1.01, 1, 2), 'riskPct: must be above 0 and at most 1 (got 1.01)'],
  [() => calculatePositionSize(1, 0, 1, 2), 'riskPct: must be above 0 and at most 1 (got 0)'],
  [() => calculatePositionSize(1, 0.1, 2, 2), 'stop: must differ from the entry (got 2)'],
  [() => calculatePositionSize(1, 0.1, 1, 2, 0.5), 'leverage: must be at least 1 (got 0.5)'],
  [() => calculatePositionSize(Number.NaN, 0.1, 1, 2), notExact('accountBalance')],
  [() => calculatePositionSize(1, '', 1, 2), notExact('riskPct')],
  [() => calculatePositionSize(1, 0.1, 'x', 2), notExact('entry')],
  [() => calculatePositionSize(1, 0.1, 1, Number.NaN), notExact('stop')],
  [() => calculatePositionSize(1, 0.1, 1, 2, 'x'), notExact('leverage')],
  [() => adjustForVolatility(-1, 1), 'size: must not be negative (got -1)'],
  [() => adjustForVolatility(1, 0), 'atrRatio: must be above zero (got 0)'],
  [() => adjustForVolatility(1, 1, -1), 'reductionFactor: must not be negative (got -1)'],
  [() => adjustForVolatility(1, Number.POSITIVE_INFINITY), notExact('atrRatio')],
  [() => adjustForVolatility('x', 1), notExact('size')],
  [() => adjustForVolatility(1, 1, 'x'), notExact('reductionFactor')],
  [() => validatePositionConstraints(1, 3, 2), 'min: must not be above max 2 (got 3)'],
  [() => validatePositionConstraints('x', 1, 2), notExact('size')],
  [() => validatePositionConstraints(1, 'x', 2), notExact('min')],
  [() => validatePositionConstraints(1, 1, 'x'), notExact('max')],
])('refuses what cannot be sized, and says which and why (%#)', (call, sentence) => {
  expect(call).toThrow(sentence);
});

const amount = fc
  .integer({ min: 1, max: 1_000_000_000 })
  .map((units) => new Reference(units).div(10_000).toFixed());
const fraction = fc
  .integer({ min: 1, max: 10_000 })
  .map((units) => new Reference(units).div(10_000).toFixed());
const leverage = fc
  .integer({ min: 100, max: 12_500 })
  .map((units) => new Reference(units).div(100).toFixed());

test('the size is the formula to the 18th place; a leverage multiplies it, and with it the loss', () => {
  fc.assert(
    fc.property(amount, fraction, amount, amount, leverage, (balance, risk, entry, stop, factor) => {
      fc.pre(entry !== stop);
      const distance = new Reference(entry).minus(stop).abs();
      const exact = new Reference(balance).times(risk).times(factor).div(distance);
      const size = new Reference(calculatePositionSize(balance, risk, entry, stop, factor));
      expect(size.toFixed()).toBe(exact.toDecimalPlaces(18, Reference.ROUND_HALF_EVEN).toFixed());
      const lost = size.times(distance);
      const told = new Reference(balance).times(risk).times(factor);
      expect(lost.minus(told).abs().lte(distance.times('1e-18'))).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('volatility only ever reduces, and never below half; constraints clamp', () => {
  fc.assert(
    fc.property(amount, amount, fraction, (size, ratio, factor) => {
      const adjusted = new Reference(adjustForVolatility(size, ratio, factor));
      const share = new Reference(ratio).lte(1)
        ? new Reference(1)
        : Reference.max('0.5', new Reference(1).minus(new Reference(ratio).minus(1).times(factor)));
      expect(adjusted.eq(share.times(size))).toBe(true);
      expect(adjusted.lte(size) && adjusted.times(2).gte(size)).toBe(true);
      const most = new Reference(ratio).plus(factor).toFixed();
      const clamped = new Reference(validatePositionConstraints(size, ratio, most));
      expect(clamped.eq(Reference.max(ratio, Reference.min(most, size)))).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});
