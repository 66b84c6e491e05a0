import {
  type Decision,
  defineFact,
  type Fact,
  known,
  type MarketData,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import { runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GateFixture, startGate, testMarket } from '../test/gate-fixture.ts';
import { builtInRules } from './rules/built-in-rules.ts';
import { pass, type Rule } from './rules/rule.ts';

const { createdAt } = samplePlan();
const minute = 60_000;
const states = [
  ...Array.from({ length: 8 }, () => 'known' as const),
  'stale',
  'unknown',
  'throws',
  'nonsense',
] as const;
type State = (typeof states)[number];
const state = fc.constantFrom(...states);
const maximumAgeMs = 1000;

const supplied = (key: string, value: string, how: State) =>
  defineFact<string>({
    key,
    maximumAgeMs,
    load: async ({ now }): Promise<Fact<string>> => {
      if (how === 'throws') throw new Error('down');
      if (how === 'unknown') return unknown('no idea');
      if (how === 'nonsense') return known('NaN', now, 'test');
      return known(value, how === 'stale' ? now - maximumAgeMs - 1 : now, 'test');
    },
  });

const market = (instrument: State, quote: State, bars: State): MarketData =>
  testMarket({
    instrument: async (symbol) => {
      if (instrument === 'throws') throw new Error('down');
      if (instrument !== 'known') return undefined;
      return { symbol, base: 'BTC', quote: 'EUR', step: '0.0001', tick: '0.1' };
    },
    quote: async () => {
      if (quote === 'throws') throw new Error('down');
      if (quote === 'unknown') return undefined;
      const at = quote === 'stale' ? createdAt - 3_600_001 : createdAt + 2 * minute;
      return quote === 'nonsense' ? { bid: '-1', ask: 'NaN', at } : { bid: '42199', ask: '42201', at };
    },
    candles: async (_, _timeframe, from, to) => {
      if (bars === 'throws') throw new Error('down');
      const low = bars === 'nonsense' ? 'NaN' : '42100';
      const bar = (time: number) => ({ time, open: low, high: '42300', low, close: low, volume: '1' });
      return bars === 'known' || bars === 'nonsense' ? [bar(from), bar(to - minute)] : [];
    },
  });

const own: Rule = {
  id: 'acme.funding',
  severity: 'block',
  needs: ['funding'],
  when: 'plan',
  check: ({ facts }) => {
    if (facts.value('funding') === 'NaN') throw new Error('not a number');
    return pass('fine');
  },
};

/** Codes that any rule may give: it could not be asked, or not answer. */
const machinery = ['DATA_UNKNOWN', 'DATA_STALE', 'FACT_TIMEOUT', 'RULE_ERROR', 'LIMIT_MISSING'];

/** The facts that must be known for anything to be approved here, with how old each may be. */
const needed: Readonly<Record<string, number>> = {
  equity: maximumAgeMs,
  'fx.EUR': maximumAgeMs,
  'multiplier.drawdown': maximumAgeMs,
  funding: maximumAgeMs,
  quote: 3_600_000,
  instrument: Infinity,
  extremes: Infinity,
  exposure: Infinity,
  book: Infinity,
  claim: Infinity,
};

test('approved implies that every required fact is known and fresh; any that is not rejects', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        equity: state,
        fx: state,
        multiplier: state,
        funding: state,
        instrument: state,
        quote: state,
        bars: state,
      }),
      async (how) => {
        const { runner, clock } = startGate({
          equity: supplied('equity', '10000', how.equity),
          fx: { EUR: supplied('fx.EUR', '1.1', how.fx) },
          facts: [
            supplied('multiplier.drawdown', '0.5', how.multiplier),
            supplied('funding', '0.0001', how.funding),
          ],
          rules: [own],
          market: market(how.instrument, how.quote, how.bars),
        });
        clock.moveTo(createdAt + 2 * minute + 1);
        const { decision } = await runner.preview(samplePlan());
        for (const { id, code } of decision?.rules ?? []) {
          const listed = builtInRules.find((rule) => rule.id === id)?.codes ?? [];
          if (code !== undefined) expect([...listed, ...machinery]).toContain(code);
        }
        const sound = Object.values(how).every((one) => one === 'known');
        expect(decision?.verdict).toBe(sound ? 'resized' : 'rejected');
        if (decision === undefined || !sound) {
          const blocked = decision?.rules.some(
            ({ status, severity }) => status === 'indeterminate' && severity === 'block',
          );
          expect(blocked).toBe(true);
          return;
        }
        for (const [key, maximumAge] of Object.entries(needed)) {
          const fact = decision.facts[key];
          expect(
            fact !== undefined && 'value' in fact && decision.evaluatedAt - fact.asOf <= maximumAge,
          ).toBe(true);
        }
      },
    ),
    { numRuns: runsOf(10_000) },
  );
}, 600_000);

interface Shape {
  readonly symbol: string;
  readonly source: string;
  readonly short: boolean;
  readonly stop: number;
  readonly leverage: string;
}

const anyShape: fc.Arbitrary<Shape> = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'BTC/USDT:USDT', 'ETH/USDT', 'SOL/USDT'),
  source: fc.constantFrom('a', 'b'),
  short: fc.boolean(),
  stop: fc.integer({ min: 2, max: 90 }),
  leverage: fc.constantFrom('1', '2', '3'),
});

const planOf = (planId: string, { symbol, source, short, stop, leverage }: Shape): TradePlan =>
  samplePlan({
    planId,
    symbol,
    source,
    leverage,
    direction: short ? 'SHORT' : 'LONG',
    entry: { near: '100', far: '100' },
    stop: { price: String(short ? 100 + stop : 100 - stop) },
    targets: [{ price: short ? '1' : '1000', percent: '100' }],
  });

const headrooms = (decision: Decision | undefined): ReadonlyMap<string, number> =>
  new Map(
    decision?.rules.flatMap(({ id, headroom, unit }) =>
      headroom === undefined || unit === 'ms' ? [] : [[id, Number(headroom)] as const],
    ),
  );

test('another position never gives a plan more room, in any cap', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyShape, { minLength: 1, maxLength: 4 }), anyShape, async (held, asked) => {
      const limits = {
        'fire.windowMs': 0,
        'exposure.asset': '0.3',
        'exposure.total': '0.6',
        'exposure.side': '0.5',
        'heat.group': '0.02',
        'margin.source': '0.3',
        'positions.baseAsset': 3,
      };
      const { runner }: GateFixture = startGate({ limits, groups: { majors: ['BTC', 'ETH'] } });
      let before = headrooms((await runner.preview(planOf('asked', asked))).decision);
      for (const [index, shape] of held.entries()) {
        await runner.run(planOf(`held-${index}`, shape));
        const after = headrooms((await runner.preview(planOf('asked', asked))).decision);
        for (const [id, room] of after) expect(room).toBeLessThanOrEqual(before.get(id) ?? Infinity);
        before = new Map([...before, ...after]);
      }
    }),
    { numRuns: runsOf(1000) },
  );
}, 600_000);
