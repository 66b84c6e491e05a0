import {
  createRunner,
  Decimal,
  defineFact,
  ExposureLedger,
  exposureReport,
  known,
  memoryStore,
  Pipeline,
  StoreUnavailableError,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleOf, startGate, testMarket } from '../test/gate-fixture.ts';
import { riskGate } from './risk-gate.ts';
import type { Rule } from './rules/rule.ts';

const free = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' };
const { createdAt } = samplePlan();

test('1: no quote means no approval, not no check', async () => {
  const decision = await startGate({ market: testMarket({ quote: async () => undefined }) }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'price.collar')).toMatchObject({ status: 'indeterminate', code: 'DATA_UNKNOWN' });
});

test('2: fees are taken of the notional: a tight stop-out with them loses no more than the budget', async () => {
  const tight = { entry: { near: '42200', far: '42200' }, stop: { price: '42100' } };
  const { sizing } = await startGate({ limits: free }).decide(tight);
  const quantity = Decimal.of(sizing?.quantity ?? 'none');
  const exit = Decimal.of(42_100).times('0.9995');
  const fees = exit.plus(42_200).times('0.00055').times(quantity);
  const lost = Decimal.of(42_200).minus(exit).times(quantity).plus(fees);
  expect(fees.gt(25)).toBe(true);
  expect(lost.lte(100) && lost.gt('99.9')).toBe(true);
});

test('4: a check that fails to compute never falls silent: it refuses every time, and approves again when mended', async () => {
  let broken = true;
  const equity = defineFact<string>({
    key: 'equity',
    load: async ({ now }) => {
      if (broken) throw new Error('profitability is NaN');
      return known('10000', now, 'test');
    },
  });
  const { decide } = startGate({ equity });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const decision = await decide({ planId: `p${attempt}` });
    expect(decision.verdict).toBe('rejected');
    expect(ruleOf(decision, 'equity.positive').code).toBe('DATA_UNKNOWN');
  }
  broken = false;
  expect((await decide({ planId: 'mended' })).verdict).toBe('resized');
});

test('5: a store that fails approves nothing, and two deciders at once approve once', async () => {
  const clock = new VirtualClock(createdAt);
  const store = memoryStore({ clock });
  const failing = overriddenStore(store, {
    commit: () => Promise.reject(new StoreUnavailableError('disk full')),
  });
  const runner = (on: typeof store) =>
    createRunner({
      pipeline: Pipeline.of<TradePlan>().stage(riskGate({ equity: 10_000, market: 'none' })),
      store: on,
      account: 'main',
      mode: 'notify',
      clock,
    });
  const failed = await runner(failing).run(samplePlan());
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'STORE_UNAVAILABLE' } });
  expect(failed.decision).toBeUndefined();
  const both = await Promise.all([runner(store).run(samplePlan()), runner(store).run(samplePlan())]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['committed', 'duplicate']);
  expect((await exposureReport(store, { account: 'main', mode: 'notify' })).total.count).toBe('1');
});

test('6: a nested figure changes what a plan is: another size under one id is refused, not taken for the same', async () => {
  const { runner, decide } = startGate();
  const first = await decide({ metadata: { order: { size: 1 } } });
  const second = await runner.run(samplePlan({ metadata: { order: { size: 500 } } }));
  expect(second).toMatchObject({ status: 'failed', error: { code: 'PLAN_ID_REUSED' } });
  const other = await startGate().decide({ metadata: { order: { size: 500 } } });
  expect(other.planHash).not.toBe(first.planHash);
});

test('7: what blocks entries never blocks what gives risk back', async () => {
  const equity = defineFact<string>({
    key: 'equity',
    load: async ({ now }) => known(now > createdAt ? 'NaN' : '10000', now, 'test'),
  });
  const { decide, store, runner, clock } = startGate({ equity });
  const { reservationId = '' } = await decide();
  clock.advance(1000);
  expect((await decide({ planId: 'next', symbol: 'ETH/USDT' })).verdict).toBe('rejected');
  const ledger = new ExposureLedger({ store, book: runner.book });
  expect((await ledger.release(reservationId, 'withdrawn', clock.now()))?.state).toBe('closed');
  expect((await exposureReport(store, runner.book)).total.notional).toBe('0');
});

test('9: what an approval takes is in the store before anybody can act on it; an empty answer is no equity', async () => {
  const clock = new VirtualClock(createdAt);
  const store = memoryStore({ clock });
  const seen: string[] = [];
  const runner = createRunner({
    pipeline: Pipeline.of<TradePlan>().stage(riskGate({ equity: 10_000, market: 'none' })),
    store: overriddenStore(store, {
      commit: async (commit) => {
        const result = await store.commit(commit);
        const { total } = await exposureReport(store, { account: 'main', mode: 'notify' });
        seen.push(total.count);
        return result;
      },
    }),
    account: 'main',
    mode: 'notify',
    clock,
    onResult: ({ verdict }) => void seen.push(verdict ?? ''),
  });
  await runner.run(samplePlan());
  expect(seen.slice(-2)).toEqual(['1', 'resized']);
  const none = defineFact<string>({ key: 'equity', load: async ({ now }) => known('', now, 'empty answer') });
  expect((await startGate({ equity: none }).decide()).verdict).toBe('rejected');
});

test('10: a rule that cannot be loaded stops the start, a repetition is forgotten in time, and no order escapes the value check', async () => {
  const unloaded = undefined as unknown as Rule;
  expect(() => startGate({ rules: [unloaded] })).toThrow(TypeError);
  const { decide, clock } = startGate({ limits: free });
  await decide();
  expect(ruleOf(await decide({ planId: 'b' }), 'repeat.signal').code).toBe('DUPLICATE_SIGNAL');
  clock.advance(900_000);
  expect((await decide({ planId: 'c', createdAt: clock.now() })).verdict).toBe('approved');
  const atMarket = await startGate({ limits: { 'exposure.onBreach': 'reject' } }).decide({
    entry: { near: '42200', far: '42200' },
  });
  expect(ruleOf(atMarket, 'exposure.asset').code).toBe('ASSET_EXPOSURE_EXCEEDED');
});

test('11: capacity of an order is given back by what the venue says, not by giving up', async () => {
  const { decide, store, runner, clock } = startGate();
  const { reservationId = '' } = await decide();
  const ledger = new ExposureLedger({ store, book: runner.book });
  const { planId, revision, source, symbol, direction } = samplePlan();
  const plan = { planId, revision, source, symbol, direction, book: runner.book };
  const journal = { decisionId: reservationId, reservationId, status: 'journaled', fills: [] };
  const execution = { ...plan, ...journal, updatedAt: clock.now() };
  await ledger.arm(reservationId, execution as never);
  expect((await ledger.release(reservationId, 'retries exhausted', clock.now()))?.state).toBe('armed');
  expect(await ledger.sweep(Number.MAX_SAFE_INTEGER)).toBe(0);
  expect((await exposureReport(store, runner.book)).total.count).toBe('1');
});
