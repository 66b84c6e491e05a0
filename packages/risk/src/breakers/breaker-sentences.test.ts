import { expect, test } from 'vitest';
import { BreakerFixture } from '../../test/breaker-fixture.ts';
import { ruleOf } from '../../test/gate-fixture.ts';

test('breakers say what they measured, and which limit is left out', async () => {
  const at = new BreakerFixture();
  await at.observe();
  expect(ruleOf(await at.decide(), 'breaker.daily-loss').message).toBe('the loss of the day is 0');
  at.worth('9700');
  const decision = await at.decide({ 'loss.weekly': 'unlimited', 'rate.decisionsPerMinute': 1 });
  expect(ruleOf(decision, 'breaker.daily-loss').message).toBe('the loss of the day is 0.03, limit 0.03');
  expect(ruleOf(decision, 'breaker.weekly-loss')).toMatchObject({
    status: 'not-applicable',
    message: 'loss.weekly is unlimited',
  });
  expect(ruleOf(decision, 'breaker.rate')).toMatchObject({
    message: '1 approvals in this minute, limit 1',
    unit: 'approvals',
  });
  expect(ruleOf(decision, 'breaker.cooldown')).toMatchObject({ observed: '0', limit: '0', unit: 'ms' });
  for (const key of ['breakers.equity', 'breakers.outcomes', 'breakers.tally'])
    expect(decision.facts[key]).toMatchObject({ source: 'breakers' });
});
