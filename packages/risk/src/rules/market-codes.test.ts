import type { Instrument, MarketData } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleInput, ruleOf, startGate, testMarket } from '../../test/gate-fixture.ts';
import { entryMissed } from './market-rules.ts';
import { planInvalidated } from './plan-invalidated.ts';

const { createdAt } = samplePlan();
const minute = 60_000;
const free = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' };
const instrument = (changes: Partial<Instrument>): Partial<MarketData> => ({
  instrument: async (symbol) => ({
    symbol,
    base: 'BTC',
    quote: 'USDT',
    step: '0.0001',
    tick: '0.1',
    ...changes,
  }),
});
const quote = (bid: string, ask: string): Partial<MarketData> => ({
  quote: async () => ({ bid, ask, at: createdAt }),
});
const bar = (time: number, low: string, high: string) => ({
  time,
  open: high,
  high,
  low,
  close: low,
  volume: '1',
});

test('ENTRY_MISSED when the market ran away by more stop distances than allowed', async () => {
  const gone = await startGate({
    market: testMarket(quote('42400', '42401')),
    limits: { 'entry.maxDrift': '0.4', 'collar.max': '0.1' },
  }).decide();
  expect(gone.verdict).toBe('rejected');
  expect(ruleOf(gone, 'price.drift')).toMatchObject({
    code: 'ENTRY_MISSED',
    observed: '0.4467',
    limit: '0.4',
  });
  expect(entryMissed.check(ruleInput({ bid: '41800', ask: '41810' }))).toMatchObject({
    status: 'pass',
    observed: '0',
  });
  const short = samplePlan({
    direction: 'SHORT',
    entry: { near: '100', far: '101' },
    stop: { price: '102' },
  });
  expect(entryMissed.check(ruleInput({ bid: '97', ask: '98' }, { plan: short }))).toMatchObject({
    code: 'ENTRY_MISSED',
    observed: '1.5',
  });
});

test.each([
  ['stop', '41750', '41760'],
  ['first target', '42799', '42800'],
])('PLAN_INVALIDATED when the market is at the %s', (what, bid, ask) => {
  const outcome = planInvalidated.check(ruleInput({ bid, ask }));
  expect(outcome).toMatchObject({ status: 'fail', code: 'PLAN_INVALIDATED' });
  expect(outcome.message).toContain(what);
});

test.each([
  ['the stop', '41750', '42300'],
  ['the first target', '42100', '42800'],
])('PLAN_INVALIDATED when a bar since then touched %s', async (what, low, high) => {
  const from = Math.ceil(createdAt / minute) * minute;
  const candles: MarketData['candles'] = async (_, timeframe, start) => {
    expect([timeframe, start]).toEqual(['1m', from]);
    return [bar(from, '42150', '42250'), bar(from + minute, low, high)];
  };
  const { decide, clock } = startGate({ market: testMarket({ candles }) });
  clock.moveTo(from + 2 * minute);
  const found = ruleOf(await decide(), 'price.touched');
  expect(found).toMatchObject({ status: 'fail', code: 'PLAN_INVALIDATED' });
  expect(found.message).toContain(what);
});

test('bars that do not reach from the plan to now are no bars; other bars may', async () => {
  const day = 24 * 60 * minute;
  const from = Math.ceil(createdAt / day) * day;
  const candles: MarketData['candles'] = async (_, timeframe, start) =>
    timeframe === '1m' ? [bar(start + minute, '1', '1')] : [bar(from, '42150', '42250')];
  const { decide, clock } = startGate({ market: testMarket({ candles }), limits: free });
  clock.moveTo(from + day + 1);
  const late = { expiresAt: from + 2 * day };
  const without = await decide(late);
  expect(ruleOf(without, 'price.touched')).toMatchObject({ status: 'indeterminate', code: 'DATA_UNKNOWN' });
  const daily = await decide({ ...late, planId: 'daily', timeframe: '1d' });
  expect(ruleOf(daily, 'price.touched')).toMatchObject({ status: 'pass', message: 'untouched in 1 bars' });
});

test('STOP_TOO_CLOSE within one tick', async () => {
  const decision = await startGate({ market: testMarket(instrument({ tick: '500' })) }).decide();
  expect(ruleOf(decision, 'plan.stop-ticks')).toMatchObject({ code: 'STOP_TOO_CLOSE', limit: '500' });
});

const maintenance = [
  { maximumNotional: '5000', rate: '0.004', maximumLeverage: '125' },
  { maximumNotional: '50000', rate: '0.1', maximumLeverage: '2' },
];

test('LIQUIDATION_BEFORE_STOP, LEVERAGE_EXCEEDED by the tier of the size', async () => {
  const market = testMarket(instrument({ maintenance }));
  const limits = { ...free, 'leverage.max': 200 };
  const safe = await startGate({ market, limits: { ...limits, 'exposure.asset': '0.5' } }).decide({
    leverage: '10',
  });
  expect(ruleOf(safe, 'leverage.liquidation').status).toBe('pass');
  expect(ruleOf(safe, 'leverage.tier').status).toBe('pass');
  const risky = await startGate({ market, limits: { ...limits, 'exposure.asset': '0.5' } }).decide({
    leverage: '100',
  });
  expect(ruleOf(risky, 'leverage.liquidation')).toMatchObject({ code: 'LIQUIDATION_BEFORE_STOP' });
  const large = await startGate({ market, limits }).decide({ leverage: '3' });
  expect(ruleOf(large, 'leverage.tier')).toMatchObject({
    code: 'LEVERAGE_EXCEEDED',
    observed: '3',
    limit: '2',
  });
  const beyond = await startGate({ market, limits, equity: '100000' }).decide({ leverage: '2' });
  expect(ruleOf(beyond, 'leverage.tier')).toMatchObject({ code: 'LEVERAGE_EXCEEDED', unit: 'quote' });
  expect(ruleOf(beyond, 'leverage.liquidation').code).toBe('DATA_UNKNOWN');
});

test('without a table of maintenance margins, borrowing is not approved; what borrows nothing is', async () => {
  const borrowed = await startGate({ market: testMarket() }).decide({ leverage: '2' });
  expect(borrowed.verdict).toBe('rejected');
  expect(ruleOf(borrowed, 'leverage.liquidation')).toMatchObject({
    status: 'indeterminate',
    code: 'DATA_UNKNOWN',
  });
  const owned = await startGate({ market: testMarket() }).decide();
  expect(ruleOf(owned, 'leverage.liquidation').status).toBe('not-applicable');
  expect(owned.verdict).toBe('resized');
});

test('MARGIN_INSUFFICIENT: cut to the free margin, refused where the account resizes nothing', async () => {
  const market = testMarket(instrument({ maintenance: [{ rate: '0.004' }] }));
  const limits = { ...free, 'margin.total': '0.2' };
  const cut = await startGate({ market, limits }).decide({ leverage: '3' });
  expect(ruleOf(cut, 'margin.total')).toMatchObject({
    effect: 'resize',
    code: 'MARGIN_INSUFFICIENT',
    limit: '2000',
  });
  expect(cut.sizing).toMatchObject({ quantity: '0.1421', margin: '1998.873334', boundBy: 'margin.total' });
  const refused = await startGate({ market, limits: { ...limits, 'exposure.onBreach': 'reject' } }).decide();
  expect(refused.verdict).toBe('rejected');
});

test('a quote that is nonsense is no price', async () => {
  for (const [bid, ask] of [
    ['0', '0'],
    ['-5', '1'],
    ['2', '1'],
    ['NaN', '1'],
  ] as const) {
    const decision = await startGate({ market: testMarket(quote(bid, ask)) }).decide();
    expect(decision.verdict).toBe('rejected');
    expect(ruleOf(decision, 'price.collar')).toMatchObject({ status: 'indeterminate', code: 'DATA_UNKNOWN' });
  }
});
