import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accountKey,
  AccountError,
  capCounter,
  checkLedger,
  counterKey,
  Decimal,
  ExposureLedger,
  exposureReport,
  memoryStore,
  readAccount,
} from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ruleOf, startGate } from '../test/gate-fixture.ts';
import { replay } from '../test/replayed.ts';
import { resolveLimits } from './limits/limits.ts';
import { capAmount, caps } from './exposure/caps.ts';
import { boundOf, capUses } from './exposure/cap-uses.ts';
import { scopesOf } from './exposure/cap-scopes.ts';
import { ExposureManager } from './exposure/exposure-manager.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-unit-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A hundredth of a bitcoin, of which a plan may lose a thousandth of a percent. */
const tinyBitcoin = {
  equity: '0.01',
  currency: 'BTC',
  fx: { USDT: '0.00002' },
  limits: { 'size.min': '0', 'risk.perTrade': '0.00001', 'exposure.total': '0.0004', 'exposure.asset': 1 },
};

test('an account in bitcoin counts tiny sizes in 10^-8, and stays exact', async () => {
  const { runner, store, decide } = startGate(tinyBitcoin);
  const decision = await decide();
  const risk = Decimal.of(decision.sizing?.riskAtStop ?? 0);
  expect(risk.isPositive() && risk.lte('0.0000001')).toBe(true);
  expect(ruleOf(decision, 'risk.per-trade')).toMatchObject({ limit: '0.0000001', observed: risk.toString() });
  const report = await exposureReport(store, runner.book);
  expect(report).toMatchObject({ unit: { currency: 'BTC', unitPlaces: 8 }, differences: [] });
  expect(report.total.riskAtStop).toBe(risk.toString());
  const notional = Decimal.of(decision.sizing?.notional ?? 0);
  expect(report.total.notional).toBe(notional.round(8, 'ceil').toString());
  const [units] = await store.counters([counterKey(runner.book, capCounter('total', 'notional'))]);
  expect(units).toBe(notional.toInteger(8, 'ceil'));
  expect(units).toBeLessThanOrEqual(400);
  const ledger = new ExposureLedger({ store, book: runner.book });
  await ledger.release(decision.decisionId, 'withdrawn', 1);
  expect((await exposureReport(store, runner.book)).total.notional).toBe('0');
  expect(await checkLedger(store, runner.book)).toEqual([]);
});

test('the same account in 10^-6 rounds a loss of a hundredth of it up to a whole one', async () => {
  const { runner, store, decide } = startGate({ ...tinyBitcoin, unitPlaces: 6 });
  const { sizing } = await decide();
  const report = await exposureReport(store, runner.book);
  expect(report.unit).toEqual({ currency: 'BTC', unitPlaces: 6 });
  expect(report.total.riskAtStop).toBe('0.000001');
  expect(sizing?.riskAtStop).toBe('0.000001');
});

test.each([5, 7, 8])(
  'decisions of an account in 10^-%i are computed again to the byte',
  async (unitPlaces) => {
    const { store, decide } = startGate({ ...tinyBitcoin, unitPlaces });
    await decide({ planId: 'a' });
    await decide({ planId: 'b', symbol: 'ETH/USDT' });
    expect(await replay(store)).toMatchObject({ decisions: 2, agreed: 2, different: 0, notRecomputed: [] });
  },
);

test('gate and manager of one book count in one unit', async () => {
  const store = memoryStore();
  const manager = new ExposureManager({ store, currency: 'BTC' });
  expect((await manager.reserve('a', 'BTC/USDT', '0.00000001', 1)).used).toBe('0.00000001');
  const other = new ExposureManager({ store, currency: 'BTC', unitPlaces: 6 });
  const refused = { code: 'ACCOUNT_MISMATCH' };
  for (const asked of [
    other.reserve('b', 'BTC/USDT', 1, 100),
    other.addPosition('b', 'BTC/USDT', 1),
    other.checkTotalExposure(1, 100),
    other.getAvailableCapacity('BTC/USDT', 100),
    other.getCurrentExposure(),
  ])
    await expect(asked).rejects.toMatchObject(refused);
  await expect(startGate({ store, clock: undefined as never }).decide()).rejects.toThrow(
    'counts in 10^-8 BTC, this configuration in 10^-6 USDT',
  );
  await other.removePosition('a');
  expect((await manager.getCurrentExposure()).total.count).toBe('0');
});

test('first reservations at once, through two handles of one file, fix one unit', async () => {
  for (let round = 0; round < 10; round += 1) {
    const path = join(directory, `${round}.db`);
    const stores = [await openSqliteStore({ path }), await openSqliteStore({ path })] as const;
    const reserve = (index: 0 | 1, unitPlaces: number): Promise<string> =>
      new ExposureManager({ store: stores[index], unitPlaces })
        .reserve(`r${index}`, `S${index}`, 1, 100)
        .then(
          () => `${unitPlaces}`,
          (error: unknown) => (AccountError.isInstance(error) ? error.code : String(error)),
        );
    const outcomes = await Promise.all([reserve(0, 6), reserve(1, 4)]);
    const [entry] = await stores[0].get([accountKey({ account: 'main', mode: 'notify' })]);
    const unitPlaces = readAccount(entry)?.unitPlaces;
    expect(outcomes.toSorted()).toEqual([String(unitPlaces), 'ACCOUNT_MISMATCH']);
    expect((await exposureReport(stores[1], { account: 'main', mode: 'notify' })).total.count).toBe('1');
    await Promise.all(stores.map((store) => store.close()));
  }
});

test('a cap beyond what a counter can hold is no bound, and what cannot be counted is not taken', async () => {
  expect(boundOf(Decimal.of('1e30'), 8)).toBe(Number.MAX_SAFE_INTEGER);
  const rich = startGate({ equity: '1e14', limits: { 'risk.perTrade': '1e-10', 'size.min': '1e-12' } });
  expect((await rich.decide()).verdict).not.toBe('rejected');
  const store = memoryStore();
  const manager = new ExposureManager({ store, unitPlaces: 8 });
  await expect(manager.reserve('a', 'BTC/USDT', '1e8', '1e14')).rejects.toMatchObject({
    code: 'INVALID_NUMBER',
  });
  expect((await manager.reserve('b', 'BTC/USDT', '9e7', '1e14')).allowed).toBe(true);
  expect((await manager.reserve('c', 'BTC/USDT', '9e7', '1e14')).allowed).toBe(false);
  expect((await manager.getCurrentExposure()).total.notional).toBe('90000000');
});

test('in any unit a use is never counted for less than it is, a cap never for more', () => {
  const plan = samplePlan();
  const scopes = scopesOf(plan, { venue: 'none' }, {});
  const amount = fc
    .tuple(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 2, max: 14 }))
    .map(([count, places]) => Decimal.fromInteger(count, places));
  fc.assert(
    fc.property(amount, amount, fc.integer({ min: 0, max: 8 }), (value, equity, unitPlaces) => {
      const amounts = { notional: value, margin: value, riskAtStop: value };
      const unit = Decimal.fromInteger(1, unitPlaces);
      for (const use of capUses({ scopes, amounts, bounds: new Map(), unitPlaces })) {
        if (use.counter.endsWith('/count')) continue;
        const over = Decimal.fromInteger(use.amount, unitPlaces).minus(value);
        expect(!over.isNegative() && over.lt(unit)).toBe(true);
      }
      const limits = resolveLimits('balanced', { 'heat.total': '0.123456789' });
      for (const cap of caps.filter(({ measure }) => measure !== 'count')) {
        const counted = capAmount(cap, { limits, equity, unitPlaces });
        const limit = limits.decimal(cap.limit)?.times(equity);
        if (counted === undefined || limit === undefined) continue;
        const under = limit.minus(counted);
        expect(!under.isNegative() && under.lt(unit)).toBe(true);
        expect(Decimal.fromInteger(boundOf(limit, unitPlaces), unitPlaces).eq(counted)).toBe(true);
      }
    }),
    { numRuns: runsOf(200) },
  );
});
