import { Decimal as Reference } from 'decimal.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from './decimal.ts';
import { InvalidNumberError } from './invalid-number-error.ts';

const runs = process.env['TRADEWARDEN_RUNS'] === 'night' ? 100_000 : 10_000;
const Exact = Reference.clone({
  precision: 120,
  toExpNeg: -200,
  toExpPos: 200,
  rounding: Reference.ROUND_HALF_EVEN,
});

/** Prices as they come, up to 24 digits, and round numbers; short and long ones are read in different ways. */
const decimals = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
    ),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([coefficient, scale, zeros]) =>
    new Exact(coefficient.toString()).times(new Exact(10).pow(zeros - scale)).toFixed(),
  );

const same = (ours: Decimal, theirs: Reference): void => expect(ours.toString()).toBe(theirs.toFixed());

describe('agrees with decimal.js', () => {
  test('sums, differences, products and order', () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        const [ours, theirs] = [Decimal.of(left), new Exact(left)];
        same(ours.plus(right), theirs.plus(right));
        same(ours.minus(right), theirs.minus(right));
        same(ours.times(right), theirs.times(right));
        expect(ours.compare(right)).toBe(theirs.cmp(right));
        same(ours.abs(), theirs.abs());
      }),
      { numRuns: runs },
    );
  });

  test('quotients to 18 places, half-even and floor', () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        fc.pre(!new Exact(right).isZero());
        const exact = new Exact(left).div(right);
        same(Decimal.of(left).dividedBy(right), exact.toDecimalPlaces(18, Reference.ROUND_HALF_EVEN));
        same(Decimal.of(left).dividedBy(right, 'floor'), exact.toDecimalPlaces(18, Reference.ROUND_FLOOR));
      }),
      { numRuns: runs },
    );
  });

  test('every rounding, and steps', () => {
    const modes = { down: 1, up: 0, floor: 3, ceil: 2, 'half-even': 6 } as const;
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 10 }), (text, places) => {
        for (const [mode, theirs] of Object.entries(modes)) {
          same(
            Decimal.of(text).round(places, mode as keyof typeof modes),
            new Exact(text).toDecimalPlaces(places, theirs),
          );
        }
        const floor = Decimal.of(text).floorToStep('0.025');
        expect(floor.lte(text) && floor.plus('0.025').gt(text)).toBe(true);
        expect(floor.dividedBy('0.025').round(0, 'down').times('0.025').eq(floor)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

test('reads any way of writing a number as the same number, and writes it in one', () => {
  const zeros = fc.integer({ min: 0, max: 3 }).map((count) => '0'.repeat(count));
  fc.assert(
    fc.property(decimals, zeros, zeros, fc.boolean(), (text, before, after, exponent) => {
      const [, sign = '', digits = ''] = /^(-?)(.*)$/.exec(text) ?? [];
      const fraction = digits.includes('.') ? after : `.${after}0`;
      const written = `${sign}${before}${digits}${fraction}${exponent ? 'e0' : ''}`;
      same(Decimal.of(written), new Exact(text));
      expect(Decimal.of(written)).toEqual(Decimal.of(text));
    }),
    { numRuns: runs },
  );
});

test('prints without exponent, trailing zeros or negative zero', () => {
  const printed = ['2.42e-05', '1e21', '-0', '0.10', '+5', '007.50', '-1.0'].map((text) =>
    Decimal.of(text).toString(),
  );
  expect(printed).toEqual(['0.0000242', '1000000000000000000000', '0', '0.1', '5', '7.5', '-1']);
  expect(Decimal.of(0.1).plus(0.2).toString()).toBe('0.3');
  expect(JSON.stringify({ price: Decimal.of(2.5) })).toBe('{"price":"2.5"}');
});

test('refuses what is no exact decimal', () => {
  for (const bad of [
    '',
    ' 1',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '1.',
    '.5',
    '.',
    '1.2.3',
    '-',
    '--1',
    '1e99',
    '9'.repeat(41),
    Number.NaN,
    -Infinity,
  ]) {
    expect(() => Decimal.of(bad, 'price'), String(bad)).toThrow(InvalidNumberError);
  }
  expect(Decimal.tryParse({})).toBeUndefined();
  expect(() => Decimal.one.dividedBy(0)).toThrow(/divide by zero/);
  expect(() => Decimal.one.floorToStep(0)).toThrow(/above zero/);
});

test('counts units', () => {
  expect(Decimal.of('1.0000001').toInteger(6, 'ceil')).toBe(1_000_001);
  expect(Decimal.of('1.0000001').toInteger(6, 'floor')).toBe(1_000_000);
  expect(Decimal.fromInteger(-1_500_000, 6).toString()).toBe('-1.5');
  expect(() => Decimal.of('9007199254740993').toInteger(6, 'floor')).toThrow(/too large/);
  expect(() => Decimal.fromInteger(0.5, 6)).toThrow(/safe integer/);
});
