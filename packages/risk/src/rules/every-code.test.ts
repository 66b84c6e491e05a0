import { expect, test } from 'vitest';
import { ruleInput, ruleOf, startGate } from '../../test/gate-fixture.ts';
import { samplePlan } from '@tradewarden/testing';
import { priceCollar } from './market-rules.ts';

const free = { 'exposure.asset': 'unlimited', 'exposure.total': 'unlimited', 'heat.total': 'unlimited' };
const hour = 3_600_000;
const { createdAt } = samplePlan();

test.each([
  ['PLAN_STALE', 'plan.freshness', {}, { createdAt: createdAt - 2 * hour, expiresAt: createdAt }],
  ['PLAN_FROM_FUTURE', 'plan.freshness', {}, { createdAt: createdAt + 6000 }],
  ['PLAN_METRIC_MISMATCH', 'plan.metrics', {}, { claims: { rewardToRisk: ['1.5'] } }],
  ['SCORE_TOO_LOW', 'plan.score', { 'score.min': 95 }, {}],
  ['STOP_TOO_CLOSE', 'plan.stop-distance', { 'stop.min': '0.02' }, {}],
  ['STOP_TOO_FAR', 'plan.stop-distance', { 'stop.max': '0.005' }, {}],
  ['REWARD_TO_RISK_TOO_LOW', 'plan.reward-to-risk', { 'rewardToRisk.min': 3 }, {}],
  ['LEVERAGE_EXCEEDED', 'plan.leverage', {}, { leverage: '5' }],
  ['TOO_MANY_POSITIONS', 'positions.max', { 'positions.max': 0 }, {}],
  ['ASSET_EXPOSURE_EXCEEDED', 'exposure.asset', { 'exposure.onBreach': 'reject' }, {}],
  ['TOTAL_EXPOSURE_EXCEEDED', 'exposure.total', { 'exposure.total': 0 }, {}],
  ['CAP_EXCEEDED', 'heat.total', { ...free, 'heat.total': 0 }, {}],
  ['SIZE_BELOW_MINIMUM', 'size.minimum', { ...free, 'size.min': 50 }, {}],
])('%s', async (code, id, limits, changes) => {
  const decision = await startGate({ limits }).decide(changes);
  expect(ruleOf(decision, id)).toMatchObject({ status: 'fail', code });
  if (code !== 'PLAN_METRIC_MISMATCH') expect(decision.verdict).toBe('rejected');
});

test('CAP_DOMINATES_RISK warns and blocks nothing', async () => {
  const decision = await startGate().decide();
  expect(ruleOf(decision, 'exposure.dominates-risk')).toMatchObject({
    severity: 'warn',
    code: 'CAP_DOMINATES_RISK',
  });
  expect(decision.verdict).toBe('resized');
});

test('DUPLICATE_SIGNAL within the window, not after it; a blocked try does not extend it', async () => {
  const { decide, clock } = startGate({ limits: free });
  expect((await decide()).verdict).toBe('approved');
  clock.advance(899_999);
  const blocked = await decide({ planId: 'b', createdAt: clock.now() });
  expect(ruleOf(blocked, 'repeat.signal')).toMatchObject({ code: 'DUPLICATE_SIGNAL', observed: '899999' });
  expect((await decide({ planId: 'short', symbol: 'ETH/USDT', createdAt: clock.now() })).verdict).toBe(
    'approved',
  );
  clock.advance(1);
  expect((await decide({ planId: 'c', createdAt: clock.now() })).verdict).toBe('approved');
});

test('CONFLICT_OPPOSITE against a live reservation, CONFLICT_STACK when stacking is off', async () => {
  const { decide, clock } = startGate({ limits: { ...free, 'conflict.stack': 'reject' } });
  await decide();
  const targets = [{ price: '40000', percent: '100' }] as const;
  const short = {
    direction: 'SHORT' as const,
    entry: { near: '42200', far: '42300' },
    stop: { price: '42700' },
    targets,
  };
  expect(ruleOf(await decide({ planId: 's', ...short }), 'conflict.opposite').code).toBe('CONFLICT_OPPOSITE');
  clock.advance(900_000);
  expect(ruleOf(await decide({ planId: 't', createdAt: clock.now() }), 'conflict.stack').code).toBe(
    'CONFLICT_STACK',
  );
});

test('PRICE_COLLAR beyond the collar', () => {
  expect(priceCollar.check(ruleInput({ bid: '41000', ask: '41010' }))).toMatchObject({
    code: 'PRICE_COLLAR',
  });
  expect(priceCollar.check(ruleInput({ bid: '42100', ask: '42110' })).status).toBe('pass');
});

test('RISK_PER_TRADE_EXCEEDED: a fixed amount above the risk per trade', async () => {
  const limits = { ...free, 'sizing.model': 'fixed-amount', 'sizing.amount': 101 };
  const decision = await startGate({ limits }).decide();
  expect(decision.verdict).toBe('rejected');
  expect(ruleOf(decision, 'risk.per-trade')).toMatchObject({
    code: 'RISK_PER_TRADE_EXCEEDED',
    limit: '100',
  });
});
