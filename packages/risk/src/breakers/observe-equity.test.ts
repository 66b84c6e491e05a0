import { Decimal } from '@tradewarden/core';
import type { EquityReading } from '@tradewarden/core/equity';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { countConfirmations } from './count-confirmations.ts';
import { equityFigures } from './equity-figures.ts';
import type { EquityState } from './equity-state.ts';
import { observeEquity } from './observe-equity.ts';

const at = Date.parse('2025-10-10T12:00:00Z');
const hourMs = 3_600_000;
const reading = (equity: string, hours: number, netDeposits = '10000'): EquityReading => ({
  equity,
  netDeposits,
  at: at + hours * hourMs,
});
const observed = (readings: readonly EquityReading[], zone = 'UTC'): EquityState => {
  let state: EquityState | undefined;
  for (const one of readings) state = observeEquity(state, one, zone);
  if (state === undefined) throw new Error('nothing was observed');
  return state;
};
const figuresOf = (...readings: readonly EquityReading[]): Record<string, string> => {
  const { dailyLoss, weeklyLoss, drawdown } = equityFigures(observed(readings));
  return { daily: dailyLoss.toString(), weekly: weeklyLoss.toString(), drawdown: drawdown.toString() };
};

test('losses are measured from the start of the day and week, the drawdown from the highest value', () => {
  expect(figuresOf(reading('10000', 0), reading('12000', 1), reading('10800', 2))).toEqual({
    daily: '0',
    weekly: '0',
    drawdown: '0.1',
  });
  expect(figuresOf(reading('10000', 0), reading('9700', 1))).toEqual({
    daily: '0.03',
    weekly: '0.03',
    drawdown: '0.03',
  });
});

test('a position held over midnight: the loss of a day counts from the last value before it', () => {
  const day = [reading('10000', 0), reading('9900', 11), reading('9702', 13)];
  expect(figuresOf(...day)).toMatchObject({ daily: '0.02', weekly: '0.0298' });
  // After two days without a look nobody can tell what was lost on which.
  expect(figuresOf(reading('10000', 0), reading('9000', 50))).toMatchObject({ daily: '0', weekly: '0.1' });
  // Friday noon to Monday evening of the week after next: the week begins anew as well.
  expect(figuresOf(reading('10000', 0), reading('9000', 24 * 10))).toMatchObject({
    weekly: '0',
    drawdown: '0.1',
  });
});

test('the day turns at midnight of the zone, on the day of the change of the clocks too', () => {
  const berlin = (time: string, equity: string): EquityReading => ({
    equity,
    netDeposits: '0',
    at: Date.parse(time),
  });
  const before = [berlin('2025-10-25T21:30:00Z', '10000'), berlin('2025-10-25T22:30:00Z', '9900')];
  const state = observed([...before, berlin('2025-10-26T22:30:00Z', '9800')], 'Europe/Berlin');
  expect(state.day).toMatchObject({ start: '2025-10-26', equity: '10000' });
  const next = observeEquity(state, berlin('2025-10-26T23:00:00Z', '9700'), 'Europe/Berlin');
  expect(next.day).toMatchObject({ start: '2025-10-27', equity: '9800' });
});

test('a reading that is older than the last one, and a clock that went back a day, change no day', () => {
  const state = observed([reading('10000', 0), reading('9700', 24)]);
  expect(observeEquity(state, reading('20000', 5), 'UTC')).toBe(state);
});

test('an account that is lost stays lost, whatever is paid in', () => {
  const { drawdown } = equityFigures(
    observed([
      reading('10000', 0),
      reading('-50', 1),
      reading('9950', 2, '20000'),
      reading('9950', 3, '20000'),
    ]),
  );
  expect(drawdown.toString()).toBe('1');
});

test('deposits and withdrawals move neither loss nor drawdown', () => {
  const move = fc.record({
    profit: fc.integer({ min: -30, max: 30 }),
    flow: fc.integer({ min: -50, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), (moves) => {
      let [plain, paid, deposits] = [Decimal.of(10_000), Decimal.of(10_000), Decimal.of(10_000)];
      let [without, withFlows]: [EquityState, EquityState] = [
        observed([reading('10000', 0)]),
        observed([reading('10000', 0)]),
      ];
      for (const [index, { profit, flow }] of moves.entries()) {
        const factor = Decimal.of(1000 + profit).dividedBy(1000);
        plain = plain.times(factor).round(10, 'half-even');
        paid = paid.times(factor).round(10, 'half-even');
        const flowed = paid.times(flow).dividedBy(100).round(2, 'down');
        paid = paid.plus(flowed);
        deposits = deposits.plus(flowed);
        without = observeEquity(without, reading(plain.toString(), index / 10), 'UTC');
        withFlows = observeEquity(
          withFlows,
          reading(paid.toString(), index / 10, deposits.toString()),
          'UTC',
        );
      }
      const [left, right] = [equityFigures(without), equityFigures(withFlows)];
      for (const figure of ['dailyLoss', 'weeklyLoss', 'drawdown'] as const)
        expect(left[figure].minus(right[figure]).abs().lte('0.00000005')).toBe(true);
    }),
    { numRuns: runsOf(300) },
  );
});

test('a withdrawal of all and a deposit later go on where it stood', () => {
  const state = observed([
    reading('10000', 0),
    reading('9500', 1),
    reading('0', 2, '500'),
    reading('4000', 3, '4500'),
  ]);
  expect(equityFigures(state).drawdown.toString()).toBe('0.05');
  const later = observeEquity(state, reading('3800', 4, '4500'), 'UTC');
  expect(equityFigures(later).drawdown.toString()).toBe('0.0975');
});

test('sizes are cut from the first tier on until the drawdown is made good, not when it shrinks', () => {
  const limits = resolveLimits();
  let state: EquityState | undefined;
  const reduced = ['10000', '9501', '9500', '9990', '9999.99', '10000', '9990'].map((equity, hour) => {
    const next = observeEquity(state, reading(equity, hour), 'UTC');
    state = countConfirmations(state, next, limits).state;
    return state.reduced;
  });
  expect(reduced).toEqual([false, false, true, true, true, false, false]);
});

test('one wrong tick trips nothing; two in a row do, but not the same one seen twice', () => {
  const limits = resolveLimits();
  const trips = (...readings: readonly EquityReading[]): readonly string[] => {
    let state: EquityState | undefined;
    let last: readonly string[] = [];
    for (const one of readings) {
      const counted = countConfirmations(state, observeEquity(state, one, 'UTC'), limits);
      state = counted.state;
      last = counted.tripped.map(({ breaker }) => breaker);
    }
    return last;
  };
  expect(trips(reading('10000', 0), reading('8000', 1))).toEqual([]);
  expect(trips(reading('10000', 0), reading('8000', 1), reading('8000', 1))).toEqual([]);
  expect(trips(reading('10000', 0), reading('8000', 1), reading('10000', 2), reading('8000', 3))).toEqual([]);
  expect(trips(reading('10000', 0), reading('8000', 1), reading('8900', 2))).toEqual([
    'daily-loss',
    'weekly-loss',
    'drawdown-reducing',
  ]);
  expect(trips(reading('10000', 0), reading('8000', 1), reading('8000', 2))).toContain('drawdown-halted');
});
