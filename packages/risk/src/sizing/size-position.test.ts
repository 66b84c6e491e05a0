import { Decimal, defaultInstrument } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { type SizeRequest, sizePosition } from './size-position.ts';

const costs = { entryFee: Decimal.zero, exitFee: Decimal.zero, stopSlippage: Decimal.zero };
const request: SizeRequest = {
  plan: samplePlan({ entry: { near: '100', far: '98' }, stop: { price: '95' } }),
  budget: Decimal.of(100),
  costs,
  instrument: { ...defaultInstrument('BTC/USDT'), step: '1' },
  minimumNotional: Decimal.zero,
  headroom: [],
};
const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('the worst edge of the zone, or weighted legs: here 5, 4 and 3 of loss a unit', () => {
  expect(text(sizePosition(request))).toMatchObject({ entry: '100', quantity: '20', unitRisk: '5' });
  const legs = [
    { price: 100, percent: 50 },
    { price: 99, percent: 30 },
    { price: 98, percent: 20 },
  ];
  // 2.5 + 1.2 + 0.6 = 4.3 a unit, 23 units: legs of 11, 6 and 4.
  expect(text(sizePosition({ ...request, legs }))).toMatchObject({
    quantity: '21',
    unitRisk: '4.3',
    amounts: { notional: '2086', margin: '2086', riskAtStop: '91' },
    legs: [
      { entry: '100', quantity: '11' },
      { entry: '99', quantity: '6' },
      { entry: '98', quantity: '4' },
    ],
  });
});

test('a leg below the minimum: nothing at all, rather than another distribution', () => {
  const instrument = { ...request.instrument, minimumQuantity: '5' };
  const legs = [
    { price: 100, percent: 80 },
    { price: 98, percent: 20 },
  ];
  expect(text(sizePosition({ ...request, instrument, legs }))).toMatchObject({
    quantity: '0',
    minimumQuantity: '25',
  });
});

test.each([
  [[{ price: 100, percent: 99 }], 'legs: percents must sum to 100 (got 99)'],
  [[{ price: 95, percent: 100 }], 'legs[0].price: is at or beyond the stop (got 95)'],
  [
    [
      { price: 100, percent: 100 },
      { price: 99, percent: 0 },
    ],
    'legs[1].percent: must be above zero (got 0)',
  ],
  [[{ price: 'x', percent: 100 }], 'legs[0].price: not an exact'],
  [[{ price: 100, percent: 'x' }], 'legs[0].percent: not an exact'],
])('legs that cannot be used are refused (%#)', (legs, problem) => {
  expect(() => sizePosition({ ...request, legs })).toThrow(problem);
});

test.each([
  [{ regime: 'x' }, 'multiplier regime: not an exact'],
  [{ tier: '1.1' }, 'multiplier tier: must be above 0 and at most 1 (got 1.1)'],
  [{ tier: 0 }, 'multiplier tier: must be above 0 and at most 1 (got 0)'],
])('multipliers that could raise the risk are refused: %j', (multipliers, problem) => {
  expect(() => sizePosition({ ...request, multipliers })).toThrow(problem);
});

test('one entry has no legs, and what no cap cut is bound by nothing', () => {
  const size = sizePosition(request);
  expect('legs' in size).toBe(false);
  expect('boundBy' in size).toBe(false);
  expect('contracts' in size).toBe(false);
  const headroom = [{ id: 'a', measure: 'notional', free: Decimal.of(50) }] as const;
  expect(sizePosition({ ...request, headroom: [...headroom] })).toMatchObject({ boundBy: 'a' });
});

test('the entry of several legs is their average by what is bought at each', () => {
  const legs = [
    { price: 100, percent: 50 },
    { price: 98, percent: 50 },
  ];
  expect(sizePosition({ ...request, legs }).entry.toString()).toBe('99');
  // Nothing is bought: then by their shares.
  const nothing = sizePosition({ ...request, legs, budget: Decimal.zero });
  expect(text(nothing)).toMatchObject({ entry: '99', quantity: '0' });
});

test('below the first tick there is no price to trade at, also not for one leg of several', () => {
  const plan = samplePlan({ entry: { near: '100', far: '1' }, stop: { price: '0.5' } });
  const legs = [
    { price: 100, percent: 50 },
    { price: 1, percent: 50 },
  ];
  const sized = (tick: string): string =>
    sizePosition({ ...request, plan, legs, instrument: { ...request.instrument, tick } }).quantity.toString();
  expect(sized('1')).not.toBe('0');
  expect(sized('5')).toBe('0');
});

test('the minimum notional of an inverse contract is in its own unit, dollars', () => {
  const plan = samplePlan({
    symbol: 'BTC/USD:BTC',
    entry: { near: '100', far: '100' },
    stop: { price: '80' },
  });
  const instrument = { ...defaultInstrument('BTC/USD:BTC'), step: '1', minimumNotional: '70' };
  expect(sizePosition({ ...request, plan, instrument }).minimumQuantity.toString()).toBe('70');
  const linear = { ...request.instrument, minimumNotional: '250' };
  expect(sizePosition({ ...request, instrument: linear }).minimumQuantity.toString()).toBe('3');
});

test('an assumed distance counts for both directions, and no price falls below nothing', () => {
  const at = (leastDistance: number, plan = request.plan): string =>
    sizePosition({ ...request, plan, leastDistance: Decimal.of(leastDistance) }).unitRisk.toString();
  expect([at(1), at(5), at(8), at(150)]).toEqual(['5', '5', '8', '100']);
  const short = samplePlan({
    direction: 'SHORT',
    entry: { near: '98', far: '100' },
    stop: { price: '105' },
    targets: [{ price: '90', percent: '100' }],
  });
  expect([at(1, short), at(9, short), at(150, short)]).toEqual(['7', '9', '150']);
});

test('an inverse contract by hand: 1/80 − 1/100 = 0.0025 of the coin for a dollar', () => {
  const plan = samplePlan({
    symbol: 'BTC/USD:BTC',
    entry: { near: '100', far: '100' },
    stop: { price: '80' },
  });
  const instrument = { ...defaultInstrument('BTC/USD:BTC'), step: '100', contractSize: '100' };
  const sized = sizePosition({ ...request, plan, instrument, budget: Decimal.of('10.1') });
  expect(text(sized)).toMatchObject({
    unitRisk: '0.0025',
    quantity: '4000',
    contracts: '40',
    amounts: { notional: '40', riskAtStop: '10' },
  });
  // In dollars, at 100 of them for the coin.
  const inDollars = sizePosition({
    ...request,
    plan,
    instrument,
    budget: Decimal.of(1010),
    rate: Decimal.of(100),
  });
  expect(text(inDollars)).toMatchObject({
    quantity: '4000',
    amounts: { notional: '4000', riskAtStop: '1000' },
  });
});

test('prices between ticks are taken where the loss is the larger', () => {
  const plan = samplePlan({ entry: { near: '100.2', far: '100' }, stop: { price: '94.9' } });
  const instrument = { ...request.instrument, tick: '0.5' };
  expect(text(sizePosition({ ...request, plan, instrument }))).toMatchObject({
    entry: '100.5',
    unitRisk: '6',
  });
});
