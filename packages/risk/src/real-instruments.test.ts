import { blockingCodes, type Instrument, type TradePlan } from '@tradewarden/core';
import { runsOf, samplePlan } from '@tradewarden/testing';
import { Decimal as Reference } from 'decimal.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startGate, testMarket } from '../test/gate-fixture.ts';
import { hasRealInstruments, type RealInstrument, realInstruments } from '../test/real-instruments.ts';

Reference.set({ precision: 120, toExpPos: 200, toExpNeg: -200 });
const dec = (value: string | number): Reference => new Reference(value);
const limits = { 'rewardToRisk.min': 'unlimited', 'stop.min': '0' };

interface Shape {
  readonly ticks: number;
  readonly stopTicks: number;
  readonly short: boolean;
}

const anyShape: fc.Arbitrary<Shape> = fc.record({
  ticks: fc.integer({ min: 100, max: 9_000_000 }),
  stopTicks: fc.integer({ min: 1, max: 60 }),
  short: fc.boolean(),
});

/** A plan on the grid, within the prices that the venue takes. */
function planFor(
  { instrument, lowest, highest }: RealInstrument,
  { ticks, stopTicks, short }: Shape,
): TradePlan {
  const tick = dec(instrument.tick ?? '1');
  const range = dec(highest).div(3).minus(lowest).div(tick).floor();
  const entry = dec(lowest).plus(tick.times(dec(ticks).mod(range).plus(200)));
  const distance = entry.times(stopTicks).div(150).div(tick).ceil().times(tick);
  const side = short ? -1 : 1;
  return samplePlan({
    symbol: instrument.symbol,
    direction: short ? 'SHORT' : 'LONG',
    entry: { near: entry.toFixed(), far: entry.toFixed() },
    stop: { price: entry.minus(distance.times(side)).toFixed() },
    targets: [{ price: entry.plus(tick.times(50 * side)).toFixed(), percent: '100' }],
  });
}

/** What must come out, by decimal.js alone: budget 100, caps of 500 notional and 500 at the stop, equity 10,000. */
function byHand(
  plan: TradePlan,
  instrument: Instrument,
): { readonly quantity: Reference; readonly codes: string[] } {
  const side = plan.direction === 'LONG' ? 1 : -1;
  const [entry, stop] = [dec(plan.entry.near), dec(plan.stop.price)];
  const exit = stop.times(dec(1).minus(dec('0.0005').times(side)));
  const loss = entry.minus(exit).times(side).plus(entry.plus(exit).times('0.00055'));
  const onStep = (value: Reference): Reference => value.div(instrument.step).floor().times(instrument.step);
  const upStep = (value: Reference): Reference => value.div(instrument.step).ceil().times(instrument.step);
  const minimum = Reference.max(
    upStep(dec(instrument.minimumNotional ?? 0).div(entry)),
    upStep(dec(1).div(entry)),
    upStep(dec(instrument.minimumQuantity ?? 0)),
    dec(instrument.step),
  );
  const wanted = Reference.min(onStep(dec(100).div(loss)), onStep(dec(instrument.maximumQuantity ?? '1e60')));
  const codes: string[] = [];
  if (wanted.lt(minimum)) codes.push('SIZE_BELOW_MINIMUM');
  const caps = [
    ['ASSET_EXPOSURE_EXCEEDED', 500, entry],
    ['TOTAL_EXPOSURE_EXCEEDED', 1000, entry],
    ['CAP_EXCEEDED', 500, loss],
    ['MARGIN_INSUFFICIENT', 10_000, entry],
  ] as const;
  let quantity = wanted;
  for (const [code, cap, perUnit] of caps) {
    quantity = Reference.min(quantity, onStep(dec(cap).div(perUnit)));
    if (wanted.times(perUnit).gt(cap) && onStep(dec(cap).div(perUnit)).lt(minimum)) codes.push(code);
  }
  return { quantity, codes: codes.toSorted() };
}

describe.skipIf(!hasRealInstruments)('the 642 recorded contracts (skipped when ../shared is missing)', () => {
  test('for every tradable one, plans are sized on its grid or refused with the code that a hand finds', async () => {
    const all = realInstruments();
    expect(all).toHaveLength(642);
    const tradable = all.filter((one) => one.tradable);
    expect(tradable).toHaveLength(573);
    const outcomes = new Map<string, number>();
    let seed = 1;
    for (const found of tradable) {
      const { instrument } = found;
      for (const shape of fc.sample(anyShape, { numRuns: runsOf(3), seed: (seed += 1) })) {
        const plan = planFor(found, shape);
        const quote = { bid: plan.entry.near, ask: plan.entry.near, at: plan.createdAt };
        const { runner } = startGate({
          market: testMarket({ instrument: async () => instrument, quote: async () => quote }),
          limits,
          fx: { USDC: 1 },
        });
        const { decision } = await runner.preview(plan);
        const hand = byHand(plan, instrument);
        const codes = decision === undefined ? [] : blockingCodes(decision).toSorted();
        expect([instrument.symbol, codes]).toEqual([instrument.symbol, hand.codes]);
        for (const code of codes.length === 0 ? ['sized'] : codes)
          outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
        if (codes.length > 0) continue;
        const { quantity = '0', notional = '0', riskAtStop = '0', entry = '0' } = decision?.sizing ?? {};
        expect(quantity).toBe(hand.quantity.toFixed());
        expect(
          dec(quantity).mod(instrument.step).isZero() &&
            dec(entry)
              .mod(instrument.tick ?? '1')
              .isZero(),
        ).toBe(true);
        expect(dec(quantity).gte(instrument.minimumQuantity ?? 0)).toBe(true);
        expect(dec(quantity).lte(instrument.maximumQuantity ?? 0)).toBe(true);
        expect(dec(notional).gte(instrument.minimumNotional ?? 0) && dec(notional).lte(500)).toBe(true);
        expect(dec(riskAtStop).lte(100)).toBe(true);
      }
    }
    expect(outcomes.get('sized')).toBeGreaterThan(500);
    expect(outcomes.get('ASSET_EXPOSURE_EXCEEDED')).toBeGreaterThan(10);
  });

  test('a contract that is not traded is not known to the market, and nothing is approved on it', async () => {
    const listed = realInstruments().filter(({ tradable }) => tradable);
    const other = realInstruments().find(({ tradable }) => !tradable);
    const market = testMarket({
      instrument: async (symbol) => listed.find(({ instrument }) => instrument.symbol === symbol)?.instrument,
    });
    const { verdict, decision } = await startGate({ market }).runner.preview(
      samplePlan({ symbol: other?.instrument.symbol ?? '' }),
    );
    expect(verdict).toBe('rejected');
    expect(decision === undefined ? [] : blockingCodes(decision)).toEqual(['DATA_UNKNOWN']);
  });
});

test.runIf(!hasRealInstruments)('notice: ../shared is missing, so the 642 contracts were not sized', () => {
  expect(hasRealInstruments).toBe(false);
});
