import { Decimal } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { Decimal as Reference } from 'decimal.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { liquidationPrice, type LeveragedPosition, maximumSafeLeverage } from './liquidation.ts';

Reference.set({ precision: 120, toExpPos: 200, toExpNeg: -200 });
const position = (changes: Partial<LeveragedPosition> = {}): LeveragedPosition => ({
  contract: 'linear',
  direction: 'LONG',
  entry: Decimal.of(100),
  leverage: Decimal.of(50),
  maintenance: Decimal.of('0.005'),
  ...changes,
});
const safe = (found: LeveragedPosition, stop: string, buffer: string): string | undefined =>
  maximumSafeLeverage(found, Decimal.of(stop), Decimal.of(buffer))?.round(1, 'half-even').toString();

test('the figures of the report: 50.2 long and 49.8 short', () => {
  expect(safe(position(), '99', '0.005')).toBe('50.2');
  expect(safe(position({ direction: 'SHORT' }), '101', '0.005')).toBe('49.8');
});

test('the recipe "entry ÷ distance" is liquidated at 0.9909, before the stop at 0.986', () => {
  const found = position({ entry: Decimal.of('1.0325'), leverage: Decimal.of('22.2') });
  expect(liquidationPrice(found)?.round(4, 'half-even').toString()).toBe('0.9909');
  expect(safe(found, '0.986', '0')).toBe('20.1');
  expect(safe(found, '0.986', '0.005')).toBe('18.3');
});

test('what borrows nothing is not liquidated by a fall, and an inverse short by nothing', () => {
  expect(liquidationPrice(position({ leverage: Decimal.one }))).toBeUndefined();
  expect(liquidationPrice(position({ leverage: Decimal.one, direction: 'SHORT' }))?.gt(199)).toBe(true);
  const inverse = { contract: 'inverse' as const, leverage: Decimal.one };
  expect(liquidationPrice(position({ ...inverse, direction: 'SHORT' }))).toBeUndefined();
  expect(liquidationPrice(position(inverse))?.toString()).toBe('50.25');
});

test('a buffer that reaches beyond zero is met by any leverage of a long', () => {
  expect(safe(position(), '1', '0.01')).toBeUndefined();
  expect(safe(position(), '1', '0.5')).toBeUndefined();
  expect(safe(position({ contract: 'inverse' }), '1', '0.5')).toBeUndefined();
  // A third of the entry has no end in decimals: taken up for a short, so that the leverage is never too high.
  const short = { ...position({ direction: 'SHORT', entry: Decimal.of(3), maintenance: Decimal.zero }) };
  const leverage = maximumSafeLeverage(short, Decimal.of('3.1'), Decimal.zero);
  expect(leverage?.toString()).toBe('29.9999999999999994');
});

const anyPosition = fc
  .record({
    contract: fc.constantFrom('linear' as const, 'inverse' as const),
    direction: fc.constantFrom('LONG' as const, 'SHORT' as const),
    entry: fc.integer({ min: 1, max: 100_000_000 }).map((units) => Decimal.of(units).dividedBy(1000)),
    leverage: fc.integer({ min: 100, max: 12_500 }).map((units) => Decimal.of(units).dividedBy(100)),
    maintenance: fc.integer({ min: 0, max: 200 }).map((units) => Decimal.of(units).dividedBy(1000)),
  })
  .map((found): LeveragedPosition => found);

test('at the liquidation price the equity of the position is its maintenance margin', () => {
  fc.assert(
    fc.property(anyPosition, (found) => {
      const price = liquidationPrice(found);
      if (price === undefined) return;
      const [entry, end] = [new Reference(found.entry.toString()), new Reference(price.toString())];
      const [leverage, rate] = [new Reference(found.leverage.toString()), found.maintenance.toString()];
      const side = found.direction === 'LONG' ? 1 : -1;
      const linear = found.contract === 'linear';
      const margin = (linear ? entry : new Reference(1).div(entry)).div(leverage);
      const profit = linear ? end.minus(entry) : new Reference(1).div(entry).minus(new Reference(1).div(end));
      const maintenance = (linear ? end : new Reference(1).div(end)).times(rate);
      const left = margin.plus(profit.times(side)).minus(maintenance);
      expect(left.abs().lte(margin.times('1e-9'))).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('at the safe leverage the liquidation is at the buffer, and never before it', () => {
  const fraction = fc.integer({ min: 1, max: 300 }).map((units) => Decimal.of(units).dividedBy(1000));
  fc.assert(
    fc.property(anyPosition, fraction, fraction, (found, distance, buffer) => {
      const side = found.direction === 'LONG' ? -1 : 1;
      const stop = found.entry.times(Decimal.one.plus(distance.times(side)));
      const leverage = maximumSafeLeverage(found, stop, buffer);
      if (leverage === undefined || leverage.lt(1)) return;
      const price = liquidationPrice({ ...found, leverage });
      if (price === undefined) return;
      const room = price.minus(stop).times(side).dividedBy(found.entry);
      expect(room.minus(buffer).abs().lt('0.000000001')).toBe(true);
      const bolder = liquidationPrice({ ...found, leverage: leverage.times('1.01') });
      if (bolder !== undefined)
        expect(bolder.minus(stop).times(side).dividedBy(found.entry).lt(buffer)).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});
