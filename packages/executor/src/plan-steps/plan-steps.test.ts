import { type Candle, Decimal } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { long, short } from '../../test/execution-plans.ts';
import { type Fate, minute, PlanLine, type PlanLineOptions } from '../../test/plan-line.ts';
import type { ExecutionPlan } from './execution-plan.ts';

const bar = (index: number, open: number, high: number, low: number, close: number): Candle => ({
  time: index * minute,
  open: open.toFixed(1),
  high: high.toFixed(1),
  low: low.toFixed(1),
  close: close.toFixed(1),
  volume: '100',
});

const run = (options: PlanLineOptions, ...bars: readonly Candle[]): PlanLine => {
  const line = new PlanLine(options);
  for (const candle of bars) line.walk(candle);
  return line;
};
const trades = (line: PlanLine): readonly string[] =>
  line.exchange.ledger.flatMap((entry) =>
    entry.kind === 'filled' ? [`${entry.fill.side} ${entry.fill.quantity} @ ${entry.fill.price}`] : [],
  );

describe('a plan', () => {
  it('enters, is guarded at once, and leaves in its shares', () => {
    const line = run({ plan: long }, bar(0, 102, 103, 101, 102), bar(1, 102, 116, 97, 115));
    expect(trades(line)).toEqual([
      'BUY 6 @ 100',
      'BUY 4 @ 98',
      'SELL 3 @ 105',
      'SELL 2 @ 105',
      'SELL 1.8 @ 110',
      'SELL 1.2 @ 110',
      'SELL 1.2 @ 115',
      'SELL 0.8 @ 115',
    ]);
    expect(line.outlook?.phase).toBe('closed');
    expect(line.exchange.openOrders()).toEqual([]);
  });

  it('guards the part that filled, and more when more fills', () => {
    const line = run({ plan: long }, bar(0, 102, 103, 101, 102), bar(1, 102, 103, 99, 102));
    expect(line.outlook).toMatchObject({ phase: 'protected' });
    expect(line.outlook?.holding.covered.toString()).toBe('6');
    line.walk(bar(2, 102, 103, 97, 102));
    expect(line.outlook?.holding.covered.toString()).toBe('10');
    const stops = line.exchange.openOrders().filter(({ namespace }) => namespace === 'conditional');
    expect(stops.map(({ quantity }) => quantity)).toEqual(['10']);
  });

  it('moves its stop to the entry after the first target, and sends the far leg home', () => {
    const line = run(
      { plan: long },
      bar(0, 102, 103, 101, 102),
      bar(1, 102, 103, 99, 103),
      bar(2, 103, 106, 103, 105),
    );
    expect(trades(line)).toEqual(['BUY 6 @ 100', 'SELL 3 @ 105']);
    expect(
      line.exchange.openOrders().map(({ side, quantity, instruction }) => [side, quantity, instruction]),
    ).toEqual(expect.arrayContaining([['SELL', '3', { kind: 'stop-market', trigger: '100' }]]));
    expect(line.exchange.openOrders().some(({ side }) => side === 'BUY')).toBe(false);
  });

  it('ends without a fill when its time is over', () => {
    const line = run({ plan: long }, bar(0, 102, 103, 101, 102), bar(9, 102, 103, 97, 102));
    expect([trades(line), line.outlook?.phase]).toEqual([[], 'expired']);
  });

  it('takes its entries back when a latch holds, and keeps what guards', () => {
    const line = run({ plan: long }, bar(0, 102, 103, 101, 102), bar(1, 102, 103, 99, 102));
    line.entriesAllowed = false;
    line.work();
    expect(line.exchange.openOrders().some(({ reduceOnly }) => !reduceOnly)).toBe(false);
    expect(line.outlook?.phase).toBe('protected');
  });

  it('leaves by a market order when no stop works within the deadline', () => {
    const line = run(
      { plan: long, refuseStops: true },
      bar(0, 102, 103, 101, 102),
      bar(1, 102, 103, 99, 102),
      bar(2, 102, 102, 102, 102),
    );
    expect(trades(line)).toEqual(['BUY 6 @ 100', 'SELL 6 @ 101.9']);
    expect(line.outlook?.phase).toBe('closed');
  });
});

describe('on any path, with any lost answers', () => {
  const move = fc.integer({ min: -60, max: 60 });
  const path = fc.array(fc.tuple(move, fc.nat(60), fc.nat(60), move), { minLength: 2, maxLength: 20 });
  const fates = fc.array(
    fc.constantFrom<Fate>('answered', 'answered', 'answer-lost', 'never-arrived', 'throttled'),
    { maxLength: 30 },
  );

  const candles = (moves: readonly (readonly [number, number, number, number])[]): readonly Candle[] => {
    let last = 1020;
    return moves.map(([gap, up, down, change], index) => {
      const open = Math.max(600, last + Math.trunc(gap / 4));
      const close = Math.max(600, open + change);
      last = close;
      const high = Math.max(open, close) + up;
      const low = Math.min(open, close) - down;
      return bar(index, open / 10, high / 10, low / 10, close / 10);
    });
  };

  it('nothing is entered twice, held beyond the plan, left naked or turned, and no stop is loosened', () => {
    const phases = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(long, short),
        path,
        fates,
        fc.option(fc.constantFrom('0.01', '0.05'), { nil: undefined }),
        (plan, moves, sends, participation) => {
          const line = new PlanLine({
            plan,
            fates: sends,
            ...(participation === undefined ? {} : { participation }),
          });
          for (const candle of candles(moves)) {
            line.walk(candle);
            phases.add(line.outlook?.phase ?? 'none');
            expectGuarded(line, plan);
          }
          expectOneEntryALeg(line, plan);
          expectNoTurn(line, plan);
          expectNoLoosening(line, plan);
        },
      ),
      { numRuns: runsOf(300, 10_000) },
    );
    expect([...phases].toSorted()).toEqual(
      expect.arrayContaining(['closed', 'entering', 'expired', 'protected']),
    );
  });
});

const signOf = (plan: ExecutionPlan): 1 | -1 => (plan.direction === 'LONG' ? 1 : -1);

/** At rest, and by the exchange's own books: as much is guarded as is held, or the way out is under way. */
function expectGuarded(line: PlanLine, plan: ExecutionPlan): void {
  const held = Decimal.of(line.exchange.positions()[0]?.quantity ?? '0').times(signOf(plan));
  const guards = line.exchange
    .openOrders()
    .filter(({ reduceOnly, instruction }) => reduceOnly && instruction.kind !== 'limit')
    .reduce((sum, order) => sum.plus(order.quantity).minus(order.filledQuantity), Decimal.zero);
  expect(guards.gte(held)).toBe(true);
  if (held.isZero() && line.outlook?.phase === 'closed') expect(line.exchange.openOrders()).toEqual([]);
}

function expectOneEntryALeg(line: PlanLine, plan: ExecutionPlan): void {
  const entries = line.exchange.ledger.flatMap((entry) =>
    entry.kind === 'accepted' && !entry.order.reduceOnly ? [entry.order] : [],
  );
  expect(new Set(entries.map(({ clientOrderId }) => clientOrderId)).size).toBe(entries.length);
  expect(entries.length).toBeLessThanOrEqual(plan.entries.length);
}

function expectNoTurn(line: PlanLine, plan: ExecutionPlan): void {
  for (const entry of line.exchange.ledger)
    if (entry.kind === 'filled')
      expect(Decimal.of(entry.position.quantity).times(signOf(plan)).isNegative()).toBe(false);
}

function expectNoLoosening(line: PlanLine, plan: ExecutionPlan): void {
  const triggers = line.exchange.ledger.flatMap((entry) =>
    entry.kind === 'accepted' && entry.order.instruction.kind === 'stop-market'
      ? [Decimal.of(entry.order.instruction.trigger).times(signOf(plan))]
      : [],
  );
  for (const [index, trigger] of triggers.entries())
    expect(trigger.gte(triggers[index - 1] ?? trigger)).toBe(true);
}
