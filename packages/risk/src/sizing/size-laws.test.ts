import { Decimal, type Instrument, type TradePlan } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import { Decimal as Reference } from 'decimal.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyInstrument, anyPlan } from '../../test/plans.ts';
import { type PositionSize, type SizeRequest, sizePosition } from './size-position.ts';

Reference.set({ precision: 120, toExpPos: 200, toExpNeg: -200 });
const dec = (value: string | number | Decimal): Reference => new Reference(value.toString());
const rates = { fee: '0.00055', slippage: '0.0005' };
const costs = {
  entryFee: Decimal.of(rates.fee),
  exitFee: Decimal.of(rates.fee),
  stopSlippage: Decimal.of(rates.slippage),
};
const budget = 100;
const sized = (plan: TradePlan, instrument: Instrument, more: Partial<SizeRequest> = {}): PositionSize =>
  sizePosition({
    plan,
    instrument,
    budget: Decimal.of(budget),
    costs,
    minimumNotional: Decimal.zero,
    headroom: [],
    ...more,
  });

/** What is lost, in the settlement currency: enter at `entry`, leave at the slipped stop, pay both fees. By decimal.js. */
function lossAtStop(plan: TradePlan, contract: string, quantity: Reference, entry: Reference): Reference {
  const side = plan.direction === 'LONG' ? 1 : -1;
  const exit = dec(plan.stop.price).times(dec(1).minus(dec(rates.slippage).times(side)));
  if (contract === 'inverse') {
    const [valueIn, valueOut] = [quantity.div(entry), quantity.div(exit)];
    return valueOut.minus(valueIn).times(side).plus(valueIn.plus(valueOut).times(rates.fee));
  }
  const moved = entry.minus(exit).times(side).times(quantity);
  return moved.plus(entry.plus(exit).times(quantity).times(rates.fee));
}

const isOnGrid = (value: Decimal, step: string): boolean => dec(value).mod(step).isZero();

test('whatever fills in the zone, a stop-out after costs loses no more than the budget; linear and inverse', () => {
  fc.assert(
    fc.property(anyPlan, anyInstrument, (plan, instrument) => {
      const { quantity, amounts, entry } = sized(plan, instrument);
      const { contract = 'linear', tick } = instrument;
      for (const price of [dec(plan.entry.near), dec(plan.entry.far), dec(entry)]) {
        const loss = lossAtStop(plan, contract, dec(quantity), price);
        expect(loss.lte(budget)).toBe(true);
        expect(loss.lte(dec(amounts.riskAtStop))).toBe(true);
      }
      expect(isOnGrid(quantity, instrument.step)).toBe(true);
      if (tick !== undefined && !quantity.isZero()) expect(isOnGrid(entry, tick)).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('the budget is used up to one step, within the maximum', () => {
  fc.assert(
    fc.property(anyPlan, anyInstrument, (plan, filters) => {
      const instrument: Instrument = { ...filters, tick: '0.00000000001' };
      const { requestedQuantity } = sized(plan, instrument);
      if (requestedQuantity.plus(instrument.step).gt(instrument.maximumQuantity ?? '1e40')) return;
      const more = dec(requestedQuantity).plus(instrument.step);
      const loss = lossAtStop(plan, instrument.contract ?? 'linear', more, dec(plan.entry.near));
      // Quotients of inverse contracts are rounded against us in the 18th place.
      expect(loss.times(1 + 1e-6).gt(budget)).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('never rounded up to a minimum: at least every minimum, or nothing', () => {
  fc.assert(
    fc.property(anyPlan, anyInstrument, fc.integer({ min: 0, max: 50 }), (plan, instrument, least) => {
      const { quantity, requestedQuantity, minimumQuantity, amounts } = sized(plan, instrument, {
        minimumNotional: Decimal.of(least),
      });
      expect(quantity.lte(requestedQuantity)).toBe(true);
      expect(quantity.isZero()).toBe(requestedQuantity.lt(minimumQuantity));
      if (quantity.isZero()) return;
      expect(quantity.gte(instrument.minimumQuantity ?? 0)).toBe(true);
      expect(quantity.lte(instrument.maximumQuantity ?? quantity)).toBe(true);
      expect(amounts.notional.gte(least)).toBe(true);
      const inQuote = instrument.contract === 'inverse' ? quantity : quantity.times(plan.entry.near);
      if (instrument.tick === undefined) expect(inQuote.gte(instrument.minimumNotional ?? 0)).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('leverage sets the margin and nothing else', () => {
  fc.assert(
    fc.property(anyPlan, anyInstrument, fc.integer({ min: 1, max: 125 }), (plan, instrument, leverage) => {
      const one = sized({ ...plan, leverage: '1' }, instrument);
      const other = sized({ ...plan, leverage: String(leverage) }, instrument);
      expect(other.quantity.eq(one.quantity)).toBe(true);
      expect(other.amounts.riskAtStop.eq(one.amounts.riskAtStop)).toBe(true);
      expect(dec(other.amounts.margin).times(leverage).gte(dec(one.amounts.notional))).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

const free = fc.record({
  notional: fc.integer({ min: 0, max: 20_000 }),
  margin: fc.integer({ min: 0, max: 20_000 }),
  riskAtStop: fc.integer({ min: 0, max: 150 }),
});
const measures = ['notional', 'margin', 'riskAtStop'] as const;

test('takes no more than is free of any measure; more room never gives less', () => {
  fc.assert(
    fc.property(anyPlan, anyInstrument, free, free, (plan, instrument, room, more) => {
      const headroom = (by: (measure: (typeof measures)[number]) => number) =>
        measures.map((measure) => ({ id: measure, measure, free: Decimal.of(by(measure)) }));
      const tight = sized(plan, instrument, { headroom: headroom((measure) => room[measure]) });
      for (const measure of measures) expect(tight.amounts[measure].lte(room[measure])).toBe(true);
      const wide = sized(plan, instrument, {
        headroom: headroom((measure) => room[measure] + more[measure]),
      });
      expect(wide.quantity.gte(tight.quantity)).toBe(true);
      if (tight.boundBy !== undefined) expect(tight.quantity.lt(tight.requestedQuantity)).toBe(true);
      else if (!tight.quantity.isZero()) expect(tight.quantity.eq(tight.requestedQuantity)).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('weighted legs: all filled and stopped, the loss is within the budget; every leg is on the grid and can be traded', () => {
  const weights = fc.constantFrom(['100'], ['50', '50'], ['20', '30', '50'], ['33.3', '33.3', '33.4']);
  fc.assert(
    fc.property(anyPlan, anyInstrument, weights, (plan, instrument, percents) => {
      const { near, far } = plan.entry;
      const width = Decimal.of(near).minus(far);
      const legs = percents.map((percent, index) => ({
        percent,
        price: Decimal.of(near).minus(width.times(index).dividedBy(percents.length, 'down')),
      }));
      const size = sized(plan, instrument, { legs });
      const filled = size.legs ?? [{ entry: size.entry, quantity: size.quantity }];
      const lost = filled.reduce(
        (sum, { entry, quantity }) =>
          sum.plus(lossAtStop(plan, instrument.contract ?? 'linear', dec(quantity), dec(entry))),
        dec(0),
      );
      expect(lost.lte(budget)).toBe(true);
      expect(filled.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero).eq(size.quantity)).toBe(
        true,
      );
      for (const { quantity } of filled) {
        expect(isOnGrid(quantity, instrument.step)).toBe(true);
        if (!size.quantity.isZero()) expect(quantity.gte(instrument.minimumQuantity ?? 0)).toBe(true);
      }
    }),
    { numRuns: runsOf(10_000) },
  );
});

test('multipliers never raise the loss, and scale the budget by their product', () => {
  const factor = fc.integer({ min: 1, max: 100 }).map((percent) => Decimal.of(percent).dividedBy(100));
  fc.assert(
    fc.property(anyPlan, anyInstrument, factor, factor, (plan, instrument, regime, tier) => {
      const scaled = sized(plan, instrument, { multipliers: { regime, tier } });
      const product = regime.times(tier);
      expect(scaled.budget.eq(product.times(budget))).toBe(true);
      expect(scaled.quantity.eq(sized(plan, instrument, { budget: product.times(budget) }).quantity)).toBe(
        true,
      );
      expect(scaled.quantity.lte(sized(plan, instrument).quantity)).toBe(true);
    }),
    { numRuns: runsOf(10_000) },
  );
});
