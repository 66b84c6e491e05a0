import { ExposureLedger, type Store, TradingLatches, type TradePlan } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { startGate, testMarket } from '../../test/gate-fixture.ts';
import { copiedWith, ofPlan } from '../../test/replayed.ts';
import { pass, type Rule } from '../rules/rule.ts';
import { ExposureManager } from '../exposure/exposure-manager.ts';
import { whatIf } from './what-if.ts';

const minute = 60_000;
const { createdAt } = samplePlan();

/** Plans of other symbols, a minute apart, on 5 % of equity each and 10 % in total. */
async function threeDecided(): Promise<ReturnType<typeof startGate>> {
  const gate = startGate();
  for (const [index, symbol] of ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'].entries()) {
    await gate.decide(planOf(symbol, createdAt + index * minute));
    gate.clock.advance(minute);
  }
  return gate;
}

const planOf = (symbol: string, at: number, changes: Partial<TradePlan> = {}): Partial<TradePlan> => ({
  planId: symbol,
  symbol,
  createdAt: at,
  expiresAt: at + 60 * minute,
  ...changes,
});

const asked = (store: Store, limits: Record<string, string | number>, more: object = {}) =>
  whatIf(store, 'main', { limits, ...more });

test('the recorded limits change nothing; a wider total lets the refused one in', async () => {
  const { store } = await threeDecided();
  const same = await asked(store, { 'exposure.total': '0.1' });
  expect(same).toMatchObject({
    decisions: 3,
    compared: 3,
    changed: 0,
    moves: [],
    examples: [],
    notCompared: [],
  });
  expect(same.verdicts.recorded).toEqual({ approved: 0, resized: 2, rejected: 1 });
  expect(same.verdicts.other).toEqual(same.verdicts.recorded);
  const wider = await asked(store, { 'exposure.total': 0.2 });
  expect(wider).toMatchObject({
    changed: 1,
    limits: { 'exposure.total': { recorded: ['0.1'], other: '0.2' } },
    verdicts: { recorded: { resized: 2, rejected: 1 }, other: { resized: 3, rejected: 0 } },
    moves: [{ from: 'rejected', to: 'resized', count: 1 }],
    heldUntilExpiry: 1,
    examples: [
      {
        planId: 'SOL/USDT',
        recorded: { verdict: 'rejected', because: ['exposure.total'] },
        other: { verdict: 'resized', notional: '499.999948', because: ['exposure.asset', 'exposure.total'] },
      },
    ],
  });
  expect(wider.rules[0]).toEqual({
    id: 'exposure.total',
    recorded: { rejected: 1, resized: 2 },
    other: { rejected: 0, resized: 3 },
  });
  expect(wider.amounts.recorded).toMatchObject({ notional: '999.999896', peakNotional: '999.999896' });
  expect(wider.amounts.other).toMatchObject({ notional: '1499.999844', peakNotional: '1499.999844' });
});

test('what the other limits approve takes room from what follows, and what they refuse leaves it', async () => {
  const { store } = await threeDecided();
  const larger = await asked(store, { 'exposure.asset': '0.1' });
  expect(larger.verdicts.other).toEqual({ approved: 0, resized: 1, rejected: 2 });
  expect(larger.amounts.other.peakNotional).toBe('999.999896');
  const one = await asked(store, { 'stop.max': '0.005', 'exposure.total': '0.1' });
  expect(one.verdicts.other).toEqual({ approved: 0, resized: 0, rejected: 3 });
  const smaller = await asked(store, { 'exposure.asset': '0.02' });
  expect(smaller.verdicts.other).toEqual({ approved: 0, resized: 3, rejected: 0 });
  expect(smaller.moves).toEqual([
    { from: 'resized', to: 'resized', count: 2 },
    { from: 'rejected', to: 'resized', count: 1 },
  ]);
});

test('capacity comes back when it did, and of what was never approved when it would have expired', async () => {
  const gate = startGate({ limits: { 'exposure.total': '0.05' } });
  const { decide, clock, store, runner } = gate;
  const first = await decide(planOf('BTC/USDT', createdAt));
  await decide(planOf('ETH/USDT', createdAt, { expiresAt: createdAt + 10 * minute }));
  const ledger = new ExposureLedger({ store, book: runner.book });
  await ledger.release(first.reservationId ?? '', 'withdrawn', clock.now());
  clock.advance(9 * minute);
  await decide(planOf('SOL/USDT', clock.now()));
  await ledger.release(
    (await decide(planOf('DOGE/USDT', clock.now()))).reservationId ?? '',
    'none',
    clock.now(),
  );
  clock.advance(minute);
  await decide(planOf('ADA/USDT', clock.now()));
  const report = await asked(store, { 'exposure.total': '0.1' });
  const verdicts = Object.fromEntries(report.examples.map(({ planId, other }) => [planId, other.verdict]));
  // At nine minutes ETH still holds its half of the ten percent; at ten it has expired.
  expect(verdicts).toEqual({ 'ETH/USDT': 'resized', 'ADA/USDT': 'resized' });
  expect(report.amounts.other.peakNotional).toBe('999.999896');
});

test('a cap that was off counts from the first decision of the range on, with all that was held before', async () => {
  const { store } = await threeDecided();
  const since = createdAt + minute;
  const report = await asked(store, { 'exposure.side': '0.07', 'exposure.total': 'unlimited' }, { since });
  expect(report).toMatchObject({ decisions: 2, compared: 2 });
  expect(report.examples).toMatchObject([
    { planId: 'ETH/USDT', other: { notional: '199.999726', because: ['exposure.asset', 'exposure.side'] } },
  ]);
  const side = report.rules.find(({ id }) => id === 'exposure.side');
  expect(side?.other).toEqual({ rejected: 1, resized: 1 });
  const early = await asked(store, { 'exposure.total': 1 }, { to: since });
  expect(early).toMatchObject({ decisions: 1, compared: 1 });
});

test('what the log does not tell of counts in both', async () => {
  const { decide, store } = startGate();
  await new ExposureManager({ store }).addPosition('by hand', 'DOGE/USDT', 800, { riskAtStop: 5 });
  await decide();
  const report = await asked(store, { 'exposure.total': '0.11' });
  expect(report.examples[0]?.other.notional).toBe('299.9998');
});

test('the double-fire window and conflicts follow what would have been approved', async () => {
  const { decide, clock, store } = startGate({ limits: { 'score.min': '50' } });
  await decide({ planId: 'weak', score: '40' });
  clock.advance(minute);
  await decide({ planId: 'again', createdAt: clock.now() });
  const mirrored = {
    direction: 'SHORT' as const,
    entry: { near: '42200', far: '42300' },
    stop: { price: '42700' },
    targets: [{ price: '41000', percent: '100' }] as const,
  };
  await decide({ planId: 'short', score: '60', createdAt: clock.now(), symbol: 'ETH/USDT', ...mirrored });
  await decide({ planId: 'long', createdAt: clock.now(), symbol: 'ETH/USDT' });
  const report = await asked(store, { 'score.min': 'unlimited' });
  const because = Object.fromEntries(report.examples.map(({ planId, other }) => [planId, other.because]));
  expect(because['again']).toEqual(['exposure.asset', 'repeat.signal']);
  expect(because['weak']).toEqual(['exposure.asset', 'exposure.total']);
  const stricter = await asked(store, { 'score.min': '70' });
  expect(stricter.examples.map(({ planId, other }) => [planId, other.verdict])).toEqual([
    ['short', 'rejected'],
    ['long', 'resized'],
  ]);
});

test('trading states stay as recorded, an input that is no plan is refused under any limits', async () => {
  const { decide, runner, store, clock } = startGate();
  const latches = new TradingLatches({ store, book: runner.book });
  const actor = { kind: 'user', id: 'tester' } as const;
  const cause = { cause: 'operator', state: 'HALTED', reason: 'test' } as const;
  await latches.latch({ scope: 'account', ...cause, actor, at: clock.now() });
  await decide();
  await runner.run({ ...samplePlan(), planId: 'broken', stop: 'here' });
  const report = await asked(store, { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' });
  expect(report).toMatchObject({ compared: 2, changed: 0, verdicts: { other: { rejected: 2 } } });
});

test('an earlier revision is only in flight if it would have been approved', async () => {
  const { decide, store, runner, clock } = startGate();
  const { decisionId, plan } = await decide();
  const { source, symbol } = plan;
  const execution = { source, symbol, book: runner.book, status: 'armed', updatedAt: clock.now() };
  const ledger = new ExposureLedger({ store, book: runner.book });
  await ledger.arm(decisionId, { ...execution, decisionId, fills: [] } as never);
  await decide({ revision: 2, score: '99' });
  const report = await asked(store, { 'score.min': '95' });
  expect(report.examples.map(({ other }) => other.verdict)).toEqual(['rejected', 'resized']);
  expect((await asked(store, { 'exposure.total': '0.11' })).changed).toBe(0);
});

test('what cannot be told is counted by reason, and counts as recorded', async () => {
  const { store } = await threeDecided();
  const forged = await copiedWith(store, ofPlan('ETH/USDT', ['sizing', 'quantity'], '9'));
  expect(await asked(forged, { 'exposure.total': '0.2' })).toMatchObject({
    decisions: 3,
    compared: 2,
    notCompared: [{ reason: 'not-reproduced', count: 1, planId: 'ETH/USDT' }],
  });
  const unreadable = await copiedWith(store, ofPlan('ETH/USDT', ['facts'], 1));
  expect(await asked(unreadable, { 'exposure.total': '0.2' })).toMatchObject({ compared: 2 });
  const lost = await copiedWith(store, (record) => (record.type === 'policy.changed' ? undefined : record));
  expect(await asked(lost, { 'exposure.total': '0.2' })).toMatchObject({
    compared: 0,
    notCompared: [{ reason: 'configuration', count: 3 }],
  });
  const market = startGate({ market: testMarket() });
  await market.decide();
  expect(await asked(market.store, { 'sizing.model': 'atr' })).toMatchObject({
    notCompared: [{ reason: 'fact-not-recorded', message: 'atr: not recorded for BTC/USDT' }],
  });
});

test('rules of your own are asked again where they are given', async () => {
  const own: Rule = {
    id: 'acme.own',
    severity: 'block',
    needs: [],
    when: 'plan',
    check: () => pass('fine'),
  };
  const { decide, store } = startGate({ rules: [own] });
  await decide();
  expect((await asked(store, { 'exposure.asset': 0.1 })).notCompared).toMatchObject([
    { reason: 'configuration', message: 'not installed here: the rules acme.own' },
  ]);
  expect(await asked(store, { 'exposure.asset': 0.1 }, { rules: [own] })).toMatchObject({ changed: 1 });
});
