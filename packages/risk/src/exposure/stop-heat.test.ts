import {
  auditLog,
  checkLedger,
  Decimal,
  type Execution,
  ExposureLedger,
  exposureReport,
} from '@tradewarden/core';
import { overriddenStore, runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';

const free = {
  'exposure.asset': 'unlimited',
  'exposure.total': 'unlimited',
  'fire.windowMs': 0,
  'rewardToRisk.min': 'unlimited',
};

async function armed(changes: Parameters<ReturnType<typeof startGate>['decide']>[0] = {}) {
  const gate = startGate({ limits: free, groups: { majors: ['BTC'] } });
  const decision = await gate.decide(changes);
  const { decisionId, plan } = decision;
  const book = gate.runner.book;
  const execution = {
    decisionId,
    reservationId: decisionId,
    status: 'working',
    source: plan.source,
    symbol: plan.symbol,
    book,
    fills: [],
    updatedAt: gate.clock.now(),
  } as unknown as Execution;
  const ledger = new ExposureLedger({ store: gate.store, book });
  await ledger.arm(decisionId, execution);
  const heat = async (): Promise<string> => (await exposureReport(gate.store, book)).total.riskAtStop;
  return { ...gate, ledger, decision, execution, heat, id: decisionId };
}

test('a position without a confirmed stop counts with its whole notional, in every scope, until it has one', async () => {
  const { ledger, decision, execution, heat, id, store, runner } = await armed();
  const { notional = '', riskAtStop = '' } = decision.sizing ?? {};
  expect(await heat()).toBe(riskAtStop);
  await ledger.setStop(id, 'missing', execution);
  await ledger.open(id, execution);
  expect(await heat()).toBe(notional);
  const [side, group] = await store.counters([
    'main/notify/exp/side/LONG/riskAtStop',
    'main/notify/exp/group/majors/riskAtStop',
  ]);
  const whole = Decimal.of(notional).toInteger(6, 'ceil');
  expect([side, group]).toEqual([whole, whole]);
  await ledger.setStop(id, 'confirmed', execution);
  expect(await heat()).toBe(riskAtStop);
  await ledger.setStop(id, 'missing', execution);
  expect((await ledger.close(id, 'closed', { ...execution, status: 'closed' }))?.state).toBe('closed');
  expect(await heat()).toBe('0');
  expect(await checkLedger(store, runner.book)).toEqual([]);
});

test('while it is naked nothing else fits under the cap of heat, and it is above it itself', async () => {
  const { ledger, execution, id, decide } = await armed();
  const other = { planId: 'other', symbol: 'ETH/USDT' };
  await ledger.setStop(id, 'missing', execution);
  const refused = await decide(other);
  expect(ruleOf(refused, 'heat.total')).toMatchObject({
    code: 'CAP_EXCEEDED',
    effect: 'reject',
    headroom: '0',
  });
  await ledger.setStop(id, 'confirmed', execution);
  expect((await decide({ ...other, planId: 'later' })).verdict).toBe('approved');
});

test('a stop that would lose more than the notional keeps its own figure', async () => {
  const { ledger, execution, heat, id, decision } = await armed({
    direction: 'SHORT',
    entry: { near: '100', far: '100' },
    stop: { price: '250' },
    targets: [{ price: '1', percent: '100' }],
  });
  await ledger.setStop(id, 'missing', execution);
  expect(await heat()).toBe(decision.sizing?.riskAtStop);
});

test('what is resized while it is naked stays naked, and has its own heat when the stop is there', async () => {
  const { ledger, execution, heat, id, decision, store, runner } = await armed();
  await ledger.setStop(id, 'missing', execution);
  const { uses } = (await ledger.find(id)) ?? { uses: [] };
  const planned = decision.sizing?.riskAtStop ?? '';
  const half = uses.map(({ counter, amount }) => ({
    counter,
    amount: counter.endsWith('/count')
      ? amount
      : Math.ceil((counter.endsWith('/riskAtStop') ? Decimal.of(planned).toInteger(6, 'ceil') : amount) / 2),
  }));
  await ledger.resize(id, { uses: half, why: 'filled', at: 1 });
  const notional = (await exposureReport(store, runner.book)).total.notional;
  expect(await heat()).toBe(notional);
  await ledger.setStop(id, 'confirmed', execution);
  expect(Number(await heat())).toBeCloseTo(Number(planned) / 2, 5);
  expect(await checkLedger(store, runner.book)).toEqual([]);
});

test('it is said once, in the audit log too; what is only reserved, or over, cannot be naked', async () => {
  const { ledger, execution, heat, id, store, decision, decide } = await armed();
  await ledger.setStop(id, 'confirmed', execution);
  await ledger.setStop(id, 'missing', execution);
  await ledger.setStop(id, 'missing', execution);
  await ledger.setStop(id, 'confirmed', execution);
  const records = await store.read(auditLog('main'), { after: 0, limit: 100 });
  const types = records.map(({ value }) => (value as { type: string }).type);
  expect(types.filter((type) => type.startsWith('heat.'))).toEqual(['heat.raised', 'heat.lowered']);
  await ledger.close(id, 'closed', { ...execution, status: 'closed' });
  await ledger.setStop(id, 'missing', execution);
  expect(await heat()).toBe('0');
  const reserved = await decide({ planId: 'reserved' });
  await ledger.setStop(reserved.decisionId, 'missing', execution);
  expect(await heat()).toBe(decision.sizing?.riskAtStop);
  expect(await ledger.setStop('nobody', 'missing', execution)).toBeUndefined();
});

test('two who say it at once, or one whose answer is lost, count it once', async () => {
  const { ledger, execution, heat, id, store, runner, decision } = await armed();
  const other = new ExposureLedger({ store, book: runner.book });
  await Promise.all([ledger.setStop(id, 'missing', execution), other.setStop(id, 'missing', execution)]);
  expect(await heat()).toBe(decision.sizing?.notional);
  let met = 0;
  const contended = overriddenStore(store, {
    commit: async (commit) => {
      met += 1;
      return met < 3 ? { ok: false, reason: 'conflict', key: 'k', version: 1 } : store.commit(commit);
    },
  });
  await new ExposureLedger({ store: contended, book: runner.book, pause: async () => {} }).setStop(
    id,
    'confirmed',
    execution,
  );
  expect(met).toBe(3);
  expect(await heat()).toBe(decision.sizing?.riskAtStop);
  const always = overriddenStore(store, {
    commit: async () => ({ ok: false, reason: 'conflict', key: 'k', version: 1 }),
  });
  const never = new ExposureLedger({ store: always, book: runner.book, pause: async () => {} });
  await expect(never.setStop(id, 'missing', execution)).rejects.toThrow('kept changing');
  const foreign = { ...execution, symbol: samplePlan().symbol.replace('BTC', 'ETH') };
  await expect(ledger.setStop(id, 'missing', foreign)).rejects.toThrow(TypeError);
});

test('after any sequence of steps the heat is what each position holds, and the book adds up', async () => {
  const step = fc.tuple(
    fc.constantFrom('naked', 'stopped', 'open', 'close', 'release'),
    fc.integer({ min: 0, max: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { decide, store, ledger, execution, decision, runner, heat } = await armed();
      const more = await Promise.all(
        ['b', 'c'].map((planId) => decide({ planId, symbol: `${planId.toUpperCase()}/USDT` })),
      );
      const held = [decision, ...more].map(({ decisionId, plan, sizing }) => ({
        id: decisionId,
        as: { ...execution, decisionId, reservationId: decisionId, symbol: plan.symbol },
        naked: false,
        open: true,
        sizing,
      }));
      for (const { id: other, as } of held.slice(1)) await ledger.arm(other, as);
      for (const [action, which] of steps) {
        const of = held[which];
        if (of === undefined) continue;
        if (action === 'naked') await ledger.setStop(of.id, 'missing', of.as);
        if (action === 'stopped') await ledger.setStop(of.id, 'confirmed', of.as);
        if (action === 'open') await ledger.open(of.id, of.as);
        if (action === 'close') await ledger.close(of.id, 'closed', { ...of.as, status: 'closed' });
        if (action === 'release') await ledger.release(of.id, 'withdrawn', 1);
        if (action === 'naked' || action === 'stopped') of.naked = action === 'naked';
        if (action === 'close') of.open = false;
      }
      const expected = held
        .filter(({ open }) => open)
        .reduce(
          (sum, { naked, sizing }) => sum.plus((naked ? sizing?.notional : sizing?.riskAtStop) ?? 0),
          Decimal.zero,
        );
      expect(
        Decimal.of(await heat())
          .minus(expected)
          .abs()
          .lte('0.000003'),
      ).toBe(true);
      expect(await checkLedger(store, runner.book)).toEqual([]);
    }),
    { numRuns: runsOf(300) },
  );
});
