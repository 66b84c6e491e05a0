import { Decimal, defineFact, type Json, known, type MarketData, unknown } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleOf, startGate, testMarket } from '../../test/gate-fixture.ts';
import { kellyFraction } from './kelly.ts';
import { wilderAtr } from './wilder-atr.ts';

const free = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' };
const fact = (key: string, value: Json) =>
  defineFact({ key, load: async ({ now }) => known(value, now, 'test') });
const unitRisk = Decimal.of('517.03601875');

test('fixed amount loses the amount, whatever the equity', async () => {
  const limits = { ...free, 'sizing.model': 'fixed-amount', 'sizing.amount': 50 };
  const decision = await startGate({ limits }).decide();
  expect(decision.verdict).toBe('approved');
  expect(Decimal.of(decision.sizing?.riskAtStop ?? 0).lte(50)).toBe(true);
  expect(decision.sizing?.quantity).toBe(
    Decimal.of(50).dividedBy(unitRisk, 'floor').round(8, 'floor').toString(),
  );
});

test('Kelly: the edge of the record, never above the risk per trade, nothing without an edge or a sample', async () => {
  const by = (sample: number, winRate: string, payoff: string) =>
    startGate({
      limits: { ...free, 'sizing.model': 'kelly' },
      facts: [fact('trades', { sample, winRate, payoff })],
    }).decide();
  const modest = await by(30, '0.51', '1');
  expect(modest.sizing?.riskAtStop).toBe('50');
  expect((await by(100, '0.9', '3')).sizing?.riskAtStop).toBe('99.999999');
  const noEdge = await by(100, '0.5', '1');
  expect(ruleOf(noEdge, 'size.minimum').code).toBe('SIZE_BELOW_MINIMUM');
  const few = await by(29, '0.9', '3');
  expect(few.verdict).toBe('rejected');
  expect(ruleOf(few, 'sizing.facts')).toMatchObject({
    status: 'indeterminate',
    code: 'DATA_UNKNOWN',
    observed: '29',
    limit: '30',
  });
  const none = await startGate({ limits: { 'sizing.model': 'kelly' } }).decide();
  expect(ruleOf(none, 'sizing.facts')).toMatchObject({
    code: 'DATA_UNKNOWN',
    message: 'trades: no source is configured',
  });
});

test('Kelly by the figures of the report: p = 0.6, b = 2', () => {
  const options = { fraction: '0.5', minimumSample: 10 };
  expect(kellyFraction({ sample: 10, winRate: '0.6', payoff: 2 }, options)?.toString()).toBe('0.2');
  expect(kellyFraction({ sample: 10, winRate: '0.3', payoff: 2 }, options)?.toString()).toBe('0');
  expect(kellyFraction({ sample: Number.NaN, winRate: '0.6', payoff: 2 }, options)).toBeUndefined();
});

test.each([
  [{ winRate: '1.1' }, {}, 'winRate: must be between 0 and 1 (got 1.1)'],
  [{ winRate: '-0.1' }, {}, 'winRate: must be between 0 and 1 (got -0.1)'],
  [{ winRate: 'x' }, {}, 'winRate: not an exact'],
  [{ payoff: 0 }, {}, 'payoff: must be above zero (got 0)'],
  [{ payoff: 'x' }, {}, 'payoff: not an exact'],
  [{}, { fraction: 2 }, 'fraction: must be above 0 and at most 1 (got 2)'],
  [{}, { fraction: 0 }, 'fraction: must be above 0 and at most 1 (got 0)'],
  [{}, { fraction: 'x' }, 'fraction: not an exact'],
])('a record that is none is refused: %j %j', (record, options, sentence) => {
  const sound = { sample: 10, winRate: '0.5', payoff: 1 };
  expect(() =>
    kellyFraction({ ...sound, ...record }, { fraction: '0.5', minimumSample: 10, ...options }),
  ).toThrow(sentence);
});

const hour = 3_600_000;
const bars =
  (count: number, range: string): MarketData['candles'] =>
  async (_, timeframe, from, to) =>
    timeframe === '1h'
      ? Array.from({ length: Math.min(count, (to - from) / hour) }, (_unused, index) => ({
          time: to - (count - index) * hour,
          open: '42200',
          high: Decimal.of(42_200).plus(range).toString(),
          low: '42200',
          close: '42200',
          volume: '1',
        }))
      : [];

test('ATR: a stop within the noise is sized as if it were multiples of the ATR away; a wider one by itself', async () => {
  const sized = async (range: string) =>
    startGate({
      limits: { ...free, 'sizing.model': 'atr' },
      market: testMarket({ candles: bars(20, range) }),
    }).decide();
  const noisy = await sized('450');
  // Two ATR of 450 below 42200 is 41300: 900 + slippage 20.65 + fees 23.21 and 22.703642…
  expect(noisy.sizing?.requestedQuantity).toBe('0.1034');
  expect((await sized('100')).sizing?.requestedQuantity).toBe('0.1934');
  const short = await startGate({
    limits: { 'sizing.model': 'atr' },
    market: testMarket({ candles: bars(10, '1') }),
  }).decide();
  expect(ruleOf(short, 'sizing.facts')).toMatchObject({ status: 'indeterminate', code: 'DATA_UNKNOWN' });
});

test("Wilder's average: the first mean, then smoothed; gaps count", () => {
  const bar = (high: string, low: string, close: string) => ({
    time: 0,
    open: close,
    high,
    low,
    close,
    volume: '1',
  });
  const candles = [bar('10', '9', '9'), bar('12', '11', '12'), bar('13', '12', '12'), bar('12', '6', '6')];
  expect(wilderAtr(candles.slice(0, 3), 2)?.toString()).toBe('2');
  expect(wilderAtr(candles, 2)?.toString()).toBe('4');
  expect(wilderAtr(candles, 4)).toBeUndefined();
});

test('multipliers scale the budget once, together, and stand in the decision', async () => {
  const limits = {
    ...free,
    'sizing.volatility': '0.5',
    'sizing.regime.trend': '0.5',
    'sizing.tier.A': '0.8',
  };
  const facts = [fact('multiplier.drawdown', '0.5')];
  const decision = await startGate({ limits, facts }).decide({ atrRatio: '1.4' });
  expect(decision.sizing?.multipliers).toEqual({
    volatility: '0.8',
    regime: '0.5',
    tier: '0.8',
    drawdown: '0.5',
  });
  expect(decision.sizing?.quantity).toBe(
    Decimal.of(16).dividedBy(unitRisk, 'floor').round(8, 'floor').toString(),
  );
  expect((await startGate({ limits: free }).decide({ atrRatio: '5' })).sizing?.multipliers).toBeUndefined();
});

test.each(['1.01', '0', '-1', 'much'])(
  'a multiplier of %s raises no risk: nothing is approved',
  async (value) => {
    const decision = await startGate({ facts: [fact('multiplier.drawdown', value)] }).decide();
    expect(decision.verdict).toBe('rejected');
    expect(ruleOf(decision, 'sizing.facts')).toMatchObject({ status: 'indeterminate', code: 'RULE_ERROR' });
  },
);

test('a multiplier that is not known approves nothing', async () => {
  const facts = [defineFact({ key: 'multiplier.drawdown', load: async () => unknown('no history') })];
  const decision = await startGate({ facts }).decide();
  expect(ruleOf(decision, 'sizing.facts')).toMatchObject({
    code: 'DATA_UNKNOWN',
    message: 'multiplier.drawdown: no history',
  });
});

test('another currency needs its rate, pinned or as a fact', async () => {
  const plan = samplePlan({ symbol: 'BTC/EUR' });
  const without = await startGate({ limits: free }).decide(plan);
  expect(without.verdict).toBe('rejected');
  expect(ruleOf(without, 'sizing.facts')).toMatchObject({
    code: 'DATA_UNKNOWN',
    message: 'fx.EUR: no source is configured',
  });
  const pinned = await startGate({ limits: free, fx: { EUR: '1.25' } }).decide(plan);
  expect(pinned.sizing?.quantity).toBe(
    Decimal.of(100).dividedBy(unitRisk.times('1.25'), 'floor').round(8, 'floor').toString(),
  );
  expect(pinned.facts['fx.EUR']).toMatchObject({ value: '1.25', source: 'configuration' });
  const stale = defineFact<string>({
    key: 'fx.EUR',
    maximumAgeMs: 1000,
    load: async ({ now }) => known('1.25', now - 1001, 'bank'),
  });
  expect(ruleOf(await startGate({ fx: { EUR: stale } }).decide(plan), 'sizing.facts').code).toBe(
    'DATA_STALE',
  );
  const own = await startGate({ limits: free, currency: 'EUR' }).decide(plan);
  expect(own.verdict).toBe('approved');
  expect(() => startGate({ fx: { USD: stale } })).toThrow('must have the key fx.USD');
});
