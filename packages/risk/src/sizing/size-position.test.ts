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
  [[{ price: 100, percent: 99 }], 'sum to 100'],
  [[{ price: 95, percent: 100 }], 'at or beyond the stop'],
  [[{ price: 100, percent: 0 }], 'above zero'],
])('legs that cannot be used are refused (%#)', (legs, problem) => {
  expect(() => sizePosition({ ...request, legs })).toThrow(problem);
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
