import { Decimal, type TradePlan } from '@tradewarden/core';
import { runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsFor, gateAlone, type MadeAlone } from '../test/gate-alone.ts';
import { testMarket } from '../test/gate-fixture.ts';
import { capUses } from './exposure/cap-uses.ts';
import { scopesOf } from './exposure/cap-scopes.ts';
import { riskGate } from './risk-gate.ts';

/** Milliseconds; night counts take ten times as long. */
const longest = process.env['TRADEWARDEN_RUNS'] === 'night' ? 1_800_000 : 120_000;
const groups = { majors: ['BTC', 'ETH'], layers: ['SOL', 'ETH'] };
const gate = riskGate({
  equity: '10000',
  market: testMarket({
    instrument: async (symbol) => ({ symbol, base: 'BTC', quote: 'USDT', step: '0.025', tick: '0.1' }),
  }),
  groups,
  limits: {
    'exposure.asset': '0.3',
    'exposure.total': '0.6',
    'exposure.side': '0.5',
    'exposure.venue': '0.55',
    'heat.total': '0.05',
    'heat.group': '0.02',
    'margin.source': '0.3',
    'positions.baseAsset': 3,
    'collar.max': 'unlimited',
    'size.min': '0.001',
  },
});

interface Held {
  readonly symbol: string;
  readonly source: string;
  readonly direction: 'LONG' | 'SHORT';
  readonly notional: number;
}

const anyHeld: fc.Arbitrary<Held> = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'BTC/USDT:USDT', 'ETH/USDT', 'SOL/USDT'),
  source: fc.constantFrom('a', 'b'),
  direction: fc.constantFrom('LONG', 'SHORT'),
  notional: fc.integer({ min: 1, max: 3000 }),
});

const anyPlan: fc.Arbitrary<TradePlan> = fc
  .tuple(anyHeld, fc.integer({ min: 2, max: 90 }))
  .map(([{ symbol, source, direction }, stop]): TradePlan =>
    samplePlan({
      symbol,
      source,
      direction,
      entry: { near: '100', far: '100' },
      stop: { price: String(direction === 'SHORT' ? 100 + stop : 100 - stop) },
      targets: [{ price: direction === 'SHORT' ? '1' : '1000', percent: '100' }],
    }),
  );

/** What the counters hold of these positions; each loses a fifth of its notional at its stop, and borrows half. */
function usedBy(held: readonly Held[]): (counter: string) => number {
  const sums = new Map<string, number>();
  for (const position of held) {
    const notional = Decimal.of(position.notional);
    const amounts = { notional, margin: notional.dividedBy(2), riskAtStop: notional.dividedBy(5) };
    const scopes = scopesOf(position, { venue: 'none' }, { groups });
    for (const { counter, amount } of capUses({ scopes, amounts, bounds: new Map(), unitPlaces: 6 }))
      sums.set(counter, (sums.get(counter) ?? 0) + amount);
  }
  return (counter) => sums.get(counter) ?? 0;
}

const rooms = ({ rules }: MadeAlone): ReadonlyMap<string, Decimal> =>
  new Map(
    rules.flatMap(({ id, headroom }) =>
      headroom === undefined ? [] : [[id, Decimal.of(headroom)] as const],
    ),
  );

const facts = await factsFor(gate, samplePlan());

test(
  'another position never gives a plan more room, a larger size or a better verdict',
  async () => {
    let fewer = 0;
    await fc.assert(
      fc.asyncProperty(anyPlan, fc.array(anyHeld, { maxLength: 5 }), anyHeld, async (plan, held, another) => {
        const { symbol } = plan;
        const ask = async (positions: readonly Held[]): Promise<MadeAlone> => {
          const live = positions.filter((one) => one.symbol === symbol).map(({ direction }) => direction);
          return gateAlone(gate, { plan, facts, used: usedBy(positions), live });
        };
        const [before, after] = [await ask(held), await ask([...held, another])];
        const room = rooms(before);
        for (const [id, left] of rooms(after)) expect(left.lte(room.get(id) ?? left)).toBe(true);
        expect(rooms(after).size).toBe(room.size);
        if (before.verdict === 'refuse') expect(after.verdict).toBe('refuse');
        const [most = '0', least = '0'] = [before.sizing?.quantity, after.sizing?.quantity];
        expect(Decimal.of(least).lte(most)).toBe(true);
        if (least !== most) fewer += 1;
      }),
      { numRuns: runsOf(10_000) },
    );
    expect(fewer).toBeGreaterThan(runsOf(10_000) / 100);
  },
  longest,
);

test(
  'every number of a size is on the grid of its instrument, and its reservation is what it says',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, fc.array(anyHeld, { maxLength: 3 }), async (plan, held) => {
        const { verdict, sizing, drafted } = await gateAlone(gate, { plan, facts, used: usedBy(held) });
        if (sizing === undefined) return;
        for (const quantity of [sizing.quantity, sizing.requestedQuantity])
          expect(Decimal.of(quantity).floorToStep('0.025').eq(quantity)).toBe(true);
        expect(Decimal.of(sizing.entry).floorToStep('0.1').eq(sizing.entry)).toBe(true);
        for (const amount of [sizing.margin, sizing.riskAtStop, sizing.riskPercent])
          expect(Decimal.of(amount).round(6, 'floor').eq(amount)).toBe(true);
        if (verdict === 'refuse') {
          expect(drafted).toEqual([]);
          return;
        }
        const [[reservation] = []] = drafted as readonly (readonly {
          readonly uses?: readonly { readonly counter: string; readonly amount: number }[];
        }[])[];
        const taken = new Map(reservation?.uses?.map(({ counter, amount }) => [counter, amount]));
        const units = (amount: string): number => Decimal.of(amount).toInteger(6, 'ceil');
        expect(taken.get('total/notional')).toBe(units(sizing.notional));
        expect(taken.get('total/margin')).toBe(units(sizing.margin));
        expect(taken.get('total/riskAtStop')).toBe(units(sizing.riskAtStop));
        expect(taken.get('total/count')).toBe(1);
      }),
      { numRuns: runsOf(10_000) },
    );
  },
  longest,
);
