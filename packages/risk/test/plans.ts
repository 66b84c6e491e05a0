import { Decimal, type Instrument, type TradePlan } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';

/** Prices from a hundredth of a cent to nine digits, with stops from a tenth of a percent to half of the price. */
export const anyPlan: fc.Arbitrary<TradePlan> = fc
  .record({
    digits: fc.integer({ min: 1000, max: 999_999 }),
    places: fc.integer({ min: -3, max: 8 }),
    stop: fc.integer({ min: 1, max: 500 }),
    zone: fc.integer({ min: 0, max: 9 }),
    target: fc.integer({ min: 1, max: 40 }),
    short: fc.boolean(),
    leverage: fc.constantFrom('1', '2', '3', '7.5'),
  })
  .map(({ digits, places, stop, zone, target, short, leverage }): TradePlan => {
    const near = Decimal.of(digits).times(Decimal.of(`1e${-places}`));
    const distance = near.times(stop).dividedBy(1000);
    const towards = (by: Decimal): string => (short ? near.minus(by) : near.plus(by)).toString();
    return samplePlan({
      direction: short ? 'SHORT' : 'LONG',
      entry: { near: near.toString(), far: towards(distance.times(zone).dividedBy(-10)) },
      stop: { price: towards(distance.negated()) },
      targets: [
        {
          price: towards(Decimal.min(distance.times(target).dividedBy(10), near.dividedBy(2))),
          percent: '100',
        },
      ],
      leverage,
    });
  });

export const anyInstrument: fc.Arbitrary<Instrument> = fc
  .record({
    step: fc.constantFrom('0.00000001', '0.001', '0.5', '1', '10', '0.025'),
    tick: fc.constantFrom(undefined, '0.00000001', '0.01', '0.5'),
    minimumQuantity: fc.constantFrom(undefined, '0.001', '7', '0.015'),
    minimumNotional: fc.constantFrom(undefined, '5', '100'),
    maximumQuantity: fc.constantFrom(undefined, '120', '1000000'),
    contract: fc.constantFrom('linear' as const, 'inverse' as const),
  })
  .map(
    (found): Instrument =>
      JSON.parse(JSON.stringify({ symbol: 'X/Y', base: 'X', quote: 'Y', ...found })) as Instrument,
  );
