import { samplePlan } from '@tradewarden/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { book, BreakerFixture, free, start } from '../../test/breaker-fixture.ts';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';
import { equityStateKey } from './equity-state.ts';
import { outcomeStateKey } from './outcome-state.ts';

let at = new BreakerFixture();
beforeEach(() => {
  at = new BreakerFixture();
});

test.each([
  ['DAILY_LOSS_LIMIT', 'breaker.daily-loss', '9700', {}, '0.03'],
  ['WEEKLY_LOSS_LIMIT', 'breaker.weekly-loss', '9400', { 'loss.daily': 'unlimited' }, '0.06'],
  ['DRAWDOWN_LIMIT', 'breaker.drawdown', '9000', {}, '0.1'],
  ['DRAWDOWN_LIMIT', 'breaker.drawdown', '8500', { 'drawdown.reducing': 'unlimited' }, '0.15'],
])(
  '%s by the equity of the decision itself, before anybody has kept it',
  async (code, id, equity, limits, limit) => {
    await at.observe();
    expect(ruleOf(await at.decide(limits), id)).toMatchObject({
      status: 'pass',
      observed: '0',
      headroom: limit,
      limit,
    });
    at.worth(equity);
    const decision = await at.decide(limits);
    expect(decision.verdict).toBe('rejected');
    expect(ruleOf(decision, id)).toMatchObject({
      status: 'fail',
      code,
      observed: limit,
      headroom: '0',
      unit: 'fraction',
    });
    expect(decision.facts).toMatchObject({
      equity: { value: equity, source: 'test' },
      'equity.deposits': { value: '0' },
      'breakers.equity': { value: { equity: '10000', unit: '1' }, asOf: start },
    });
  },
);

test('a rejection that confirms a breaker latches it in its own commit; the next is refused by the latch', async () => {
  await at.observe();
  at.worth('9000');
  await at.observe();
  expect(await at.latches.find('account')).toBeUndefined();
  at.worth('9000');
  await at.decide();
  expect(await at.latches.find('account')).toMatchObject({
    state: 'REDUCING',
    causes: [
      { cause: 'daily-loss', actor: { id: 'runner' } },
      { cause: 'weekly-loss' },
      { cause: 'drawdown' },
    ],
  });
  const types = (await at.store.read('main/audit', { after: 0, limit: 9 })).map(
    ({ value }) => (value as { readonly type: string }).type,
  );
  expect(types.filter((type) => type !== 'policy.changed')).toEqual([
    'risk.decision',
    ...Array.from({ length: 3 }, () => 'state.changed'),
  ]);
  at.worth('12000');
  expect(ruleOf(await at.decide(), 'state.trading')).toMatchObject({ code: 'STATE_REDUCING' });
});

test('a preview latches nothing', async () => {
  await at.observe({ 'breakers.confirmations': 1 });
  at.worth('8000');
  const limits = { ...free, 'breakers.confirmations': 1 };
  const { runner } = startGate({ equity: at.source, limits, store: at.store, clock: at.clock });
  expect((await runner.preview(samplePlan({ createdAt: at.clock.now() }))).verdict).toBe('rejected');
  expect(await at.latches.find('account')).toBeUndefined();
});

describe('what is not known refuses', () => {
  test('DATA_UNKNOWN: nobody watches, what was kept cannot be read, the source fails', async () => {
    expect(ruleOf(await at.decide(), 'breaker.daily-loss')).toMatchObject({
      status: 'indeterminate',
      code: 'DATA_UNKNOWN',
      message: expect.stringContaining('let an EquityWatch run') as string,
    });
    await at.observe();
    expect((await at.decide()).verdict).toBe('approved');
    at.now = { ...at.now, equity: 'lots' };
    const failing = await at.decide();
    expect(failing.verdict).toBe('rejected');
    expect(ruleOf(failing, 'breaker.drawdown')).toMatchObject({
      status: 'indeterminate',
      code: 'DATA_UNKNOWN',
    });
    for (const [key, id] of [
      [equityStateKey(book), 'breaker.weekly-loss'],
      [outcomeStateKey(book), 'breaker.loss-streak'],
      [outcomeStateKey(book), 'breaker.cooldown'],
      ['main/notify/x/gate/rate', 'breaker.rate'],
    ] as const) {
      await at.store.commit({ puts: [{ key, value: 'nonsense' }] });
      expect(ruleOf(await at.decide(), id)).toMatchObject({ status: 'indeterminate', code: 'DATA_UNKNOWN' });
    }
  });

  test('DATA_STALE: the equity of now, or the last that was kept', async () => {
    await at.observe();
    at.clock.advance(300_001);
    expect(ruleOf(await at.decide(), 'equity.positive')).toMatchObject({
      code: 'DATA_STALE',
      observed: '300001',
    });
    at.worth('10000');
    expect(ruleOf(await at.decide(), 'breaker.daily-loss')).toMatchObject({ code: 'DATA_STALE' });
    await at.observe();
    expect((await at.decide()).verdict).toBe('approved');
  });

  test('a configured amount measures nothing, and says so', async () => {
    const decision = await startGate({ limits: free }).decide();
    expect(decision.verdict).toBe('approved');
    expect(ruleOf(decision, 'breaker.daily-loss')).toMatchObject({ status: 'not-applicable' });
    expect(decision.facts['breakers.equity']).toMatchObject({
      absent: expect.stringContaining('not measured') as string,
    });
  });
});

test('the first tier of the drawdown halves the budget of every size', async () => {
  await at.observe();
  const whole = await at.decide();
  at.worth('9450');
  const limits = { 'loss.daily': 'unlimited' };
  const half = await at.decide(limits);
  expect(half.sizing).toMatchObject({ multipliers: { drawdown: '0.5' } });
  const risks = [whole, half].map(({ sizing }) => Number(sizing?.riskAtStop));
  expect(risks[0]).toBeGreaterThan(99);
  expect(risks[1]).toBeLessThanOrEqual(47.25);
  await at.observe(limits);
  at.worth('9990');
  expect((await at.decide(limits)).sizing).toMatchObject({ multipliers: { drawdown: '0.5' } });
  at.worth('10001');
  expect((await at.decide(limits)).sizing?.multipliers).toBeUndefined();
});
