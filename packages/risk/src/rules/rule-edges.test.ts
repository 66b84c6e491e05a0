import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleInput, startGate, testMarket } from '../../test/gate-fixture.ts';
import { resolveLimits } from '../limits/limits.ts';
import { liquidationBeforeStop, leverageTier } from './leverage.ts';
import { planFreshness } from './plan-freshness.ts';
import { planTouched } from './plan-invalidated.ts';
import { priceCollar } from './market-rules.ts';
import { repeatSignal } from './repeat-signal.ts';
import type { RuleOutcome } from './rule.ts';
import { agesOf, runRule } from './run-rule.ts';

const plan = samplePlan();
const { createdAt } = plan;

test('dated exactly as far after now as is allowed is allowed, a millisecond more is not', () => {
  const at = (now: number): RuleOutcome => planFreshness.check(ruleInput('1', { now }));
  expect(at(createdAt - 5000).status).toBe('pass');
  expect(at(createdAt - 5001)).toMatchObject({ code: 'PLAN_FROM_FUTURE', observed: '5001' });
  expect(at(plan.expiresAt - 1)).toMatchObject({ status: 'pass', headroom: '1' });
  expect(at(plan.expiresAt)).toMatchObject({ code: 'PLAN_STALE', message: 'expired 0 ms ago' });
});

test('a signal may fire again at the end of the window, and a plan is no repetition of itself', () => {
  const fired = (planId: string, ago: number): RuleOutcome =>
    repeatSignal.check(ruleInput({ planId, at: createdAt - ago }));
  expect(fired('other', 899_999).status).toBe('fail');
  expect(fired('other', 900_000)).toEqual({
    status: 'pass',
    message: 'the last one is long enough ago',
    observed: '900000',
    limit: '900000',
    unit: 'ms',
  });
  expect(fired(plan.planId, 1)).toEqual({ status: 'pass', message: 'not fired before' });
});

test('extremes that are only half there say nothing', () => {
  for (const half of [{ low: '1' }, { high: '1' }, {}])
    expect(planTouched.check(ruleInput({ ...half, bars: 1 })).message).toBe(
      'no bar has closed since the plan was made',
    );
});

test('a quote that is no number says which side', () => {
  expect(() => priceCollar.check(ruleInput({ bid: 'x', ask: '1' }))).toThrow('bid: not an exact');
  expect(() => priceCollar.check(ruleInput({ bid: '1', ask: 'x' }))).toThrow('ask: not an exact');
});

test('a rule that gives no outcome, or only cuts without saying so, refuses', () => {
  const run = (check: () => unknown) =>
    runRule(
      { id: 'own', severity: 'block', needs: [], when: 'plan', check: check as () => RuleOutcome },
      ruleInput('1'),
      agesOf([]),
    );
  for (const nothing of [undefined, 'fine', { status: 'maybe' }, Promise.resolve({ status: 'pass' })])
    expect(run(() => nothing)).toMatchObject({
      status: 'indeterminate',
      message: 'the rule failed: it gave no outcome; a rule is synchronous',
    });
  const failed = { status: 'fail', code: 'acme/no', message: 'no' };
  expect(run(() => failed)).toMatchObject({ status: 'fail', effect: 'reject' });
  expect(run(() => ({ ...failed, effect: 'resize' }))).toMatchObject({ effect: 'resize' });
  expect(run(() => ({ status: 'pass', message: 'fine', effect: 'resize' })).effect).not.toBe('reject');
});

test('leverage rules never guess what is held: a counter that was not asked for is an error', async () => {
  const decision = await startGate({
    market: testMarket(),
    limits: { 'exposure.asset': 'unlimited' },
  }).decide();
  expect(decision.sizing).toBeDefined();
  const facts = { value: () => ({ maintenance: [{ rate: '0.1' }] }) as never, find: () => undefined };
  const sized = { entry: plan.entry.near } as never;
  for (const rule of [leverageTier, liquidationBeforeStop])
    expect(() => rule.check(ruleInput('1', { facts, sized, limits: resolveLimits() }))).toThrow(
      'the ledger was not asked for symbol/BTC%2FUSDT/notional',
    );
});
