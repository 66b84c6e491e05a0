import { Decimal, defineFact, exposureReport, known, unknown } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleOf, startGate, testMarket } from '../test/gate-fixture.ts';
import { riskGate } from './risk-gate.ts';
import { pass, type Rule } from './rules/rule.ts';

test('the sample of the specification, to the figure', async () => {
  const decision = await startGate({ market: testMarket() }).decide();
  expect(decision.verdict).toBe('resized');
  expect(decision.sizing).toMatchObject({
    quantity: '0.0118',
    notional: '497.96',
    margin: '497.96',
    riskAtStop: '6.101026',
    requestedQuantity: '0.1934',
    boundBy: 'exposure.asset',
    entry: '42200',
  });
  expect(ruleOf(decision, 'exposure.asset')).toMatchObject({
    effect: 'resize',
    code: 'ASSET_EXPOSURE_EXCEEDED',
    observed: '8161.48',
    limit: '500',
    headroom: '500',
  });
});

test('reserves what it approves, and nothing more', async () => {
  const { decide, store, runner } = startGate();
  const decision = await decide();
  const report = await exposureReport(store, runner.book);
  expect(report.total.notional).toBe(decision.sizing?.notional);
  expect(report.total.riskAtStop).toBe(decision.sizing?.riskAtStop);
  expect(report.differences).toEqual([]);
});

test('without any market, rules that need one do not apply and plans are approved', async () => {
  const decision = await startGate({
    limits: { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited' },
  }).decide();
  expect(decision.verdict).toBe('approved');
  expect(ruleOf(decision, 'price.collar').status).toBe('not-applicable');
  expect(ruleOf(decision, 'market.instrument').status).toBe('not-applicable');
  expect(decision.facts['quote']).toEqual({ absent: "market: 'none'" });
});

test.each([
  ['a market that fails', { quote: () => Promise.reject(new Error('down')) }, 'DATA_UNKNOWN'],
  ['a market that does not know the symbol', { instrument: async () => undefined }, 'DATA_UNKNOWN'],
  ['an instrument that is none', { instrument: async () => null as never }, 'DATA_UNKNOWN'],
  ['an instrument without names', { instrument: async () => ({ step: '1' }) as never }, 'DATA_UNKNOWN'],
  ['a quote from yesterday', { quote: async () => ({ bid: '1', ask: '1', at: 0 }) }, 'DATA_STALE'],
  ['a quote from tomorrow', { quote: async () => ({ bid: '1', ask: '1', at: 9e14 }) }, 'DATA_STALE'],
])('%s rejects', async (_, changes, code) => {
  const decision = await startGate({ market: testMarket(changes) }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(
    decision.rules.filter(({ status }) => status === 'indeterminate').map((rule) => rule.code),
  ).toContain(code);
});

test('a fact past its deadline rejects, by name', async () => {
  const equity = defineFact<string>({
    key: 'equity',
    deadlineMs: 50,
    load: () => new Promise<never>(() => {}),
  });
  const { decide, clock } = startGate({ equity });
  const pending = decide();
  setTimeout(() => clock.advance(50), 5);
  const decision = await pending;
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'equity.positive')).toMatchObject({
    status: 'indeterminate',
    code: 'FACT_TIMEOUT',
  });
});

test('equity at or below zero leaves nothing to size from', async () => {
  const equity = defineFact({ key: 'equity', load: async ({ now }) => known('0', now, 'test') });
  const decision = await startGate({ equity }).decide();
  expect(ruleOf(decision, 'equity.positive').code).toBe('EQUITY_NOT_POSITIVE');
  expect(ruleOf(decision, 'size.minimum').status).toBe('not-applicable');
  expect(decision.sizing).toBeUndefined();
  // Neither does it end the run where that rule is left out.
  const unasked = await startGate({ equity, without: ['equity.positive'] }).decide();
  expect(ruleOf(unasked, 'sizing.facts')).toMatchObject({ code: 'RULE_ERROR' });
});

test('a rule that throws is indeterminate, not passed', async () => {
  const broken: Rule = {
    id: 'acme.broken',
    severity: 'block',
    needs: [],
    when: 'plan',
    check: () => {
      throw new Error('oops');
    },
  };
  const decision = await startGate({ rules: [broken] }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'acme.broken')).toMatchObject({
    status: 'indeterminate',
    code: 'RULE_ERROR',
    message: 'the rule failed: oops',
  });
});

test('rules may be left out or added by id; their order means nothing', async () => {
  const extra: Rule = {
    id: 'acme.extra',
    severity: 'info',
    needs: [],
    when: 'plan',
    check: () => pass('fine'),
  };
  const decision = await startGate({ rules: [extra], without: ['exposure.asset'] }).decide();
  expect(decision.rules.map(({ id }) => id)).toEqual(decision.rules.map(({ id }) => id).toSorted());
  expect(decision.rules.some(({ id }) => id === 'exposure.asset')).toBe(false);
  expect(() => riskGate({ equity: 1, market: 'none', rules: [extra, extra] })).toThrow(
    'two rules are called acme.extra',
  );
  expect(() => riskGate({ equity: 1, market: 'none', without: ['nope'] })).toThrow('there is no rule nope');
});

test('an unknown fact of a needed key is no approval', async () => {
  const needy: Rule = {
    id: 'acme.needy',
    severity: 'block',
    needs: ['acme'],
    when: 'plan',
    check: () => pass('fine'),
  };
  const without = await startGate({ rules: [needy] }).decide();
  expect(ruleOf(without, 'acme.needy')).toMatchObject({ status: 'indeterminate', code: 'DATA_UNKNOWN' });
  const facts = [defineFact({ key: 'acme', load: async () => unknown('no idea') })];
  expect((await startGate({ rules: [needy], facts }).decide()).verdict).toBe('rejected');
});

test('many plans at once: the caps hold, and what is reserved is what was approved', async () => {
  const { runner, store } = startGate({ limits: { 'size.min': 0 } });
  const plans = Array.from({ length: 60 }, (_, index) =>
    samplePlan({ planId: `p${index}`, symbol: `S${index % 7}/USDT` }),
  );
  const results = await Promise.all(plans.map((plan) => runner.run(plan)));
  const approved = results.filter(({ verdict }) => verdict === 'approved' || verdict === 'resized');
  const sum = approved.reduce(
    (total, { decision }) => total.plus(decision?.sizing?.notional ?? 0),
    Decimal.zero,
  );
  const { total, differences, bySymbol } = await exposureReport(store, runner.book);
  expect(differences).toEqual([]);
  expect(Decimal.of(total.notional).lte(1000)).toBe(true);
  expect(sum.round(6, 'ceil').lte(total.notional)).toBe(true);
  for (const { notional } of bySymbol) expect(Decimal.of(notional).lte(500)).toBe(true);
});
