import { samplePlan } from '@tradewarden/testing';
import { beforeEach, expect, test } from 'vitest';
import { book, BreakerFixture, free, start } from '../../test/breaker-fixture.ts';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';
import { replay } from '../../test/replayed.ts';
import { outcomeStateKey } from './outcome-state.ts';

let at = new BreakerFixture();
beforeEach(() => {
  at = new BreakerFixture();
});

test('LOSS_STREAK and COOLDOWN_ACTIVE, with what is left of it', async () => {
  await at.observe();
  const cooldowns = [
    { scope: 'symbol BTC/USDT', until: start + 500, why: 'stop' },
    { scope: 'side LONG', until: start + 700, why: 'loss' },
    { scope: 'symbol ETH/USDT', until: start + 90_000, why: 'stop' },
  ];
  await at.store.commit({ puts: [{ key: outcomeStateKey(book), value: { losses: 4, cooldowns } }] });
  const cooling = await at.decide();
  expect(ruleOf(cooling, 'breaker.cooldown')).toMatchObject({
    status: 'fail',
    code: 'COOLDOWN_ACTIVE',
    observed: '700',
    unit: 'ms',
    headroom: '0',
    message: expect.stringContaining('side LONG is cooling down until') as string,
  });
  expect(ruleOf(cooling, 'breaker.loss-streak')).toMatchObject({
    status: 'pass',
    observed: '4',
    headroom: '1',
  });
  at.clock.advance(700);
  expect((await at.decide()).verdict).toBe('approved');
  await at.store.commit({ puts: [{ key: outcomeStateKey(book), value: { losses: 5, cooldowns: [] } }] });
  expect(ruleOf(await at.decide(), 'breaker.loss-streak')).toMatchObject({
    code: 'LOSS_STREAK',
    observed: '5',
    limit: '5',
  });
});

test('RATE_LIMIT: so many approvals in a minute, however many decide at once; rejections do not count', async () => {
  await at.observe();
  const limits = { 'rate.decisionsPerMinute': 3 };
  expect((await at.decide(limits, { expiresAt: at.clock.now() - 1 })).verdict).toBe('rejected');
  const decisions = await Promise.all(Array.from({ length: 7 }, async () => at.decide(limits)));
  expect(decisions.filter(({ verdict }) => verdict === 'approved')).toHaveLength(3);
  const refused = decisions.filter(({ verdict }) => verdict === 'rejected');
  for (const decision of refused)
    expect(ruleOf(decision, 'breaker.rate')).toMatchObject({
      code: 'RATE_LIMIT',
      observed: '3',
      headroom: '0',
    });
  at.clock.advance(60_000);
  expect((await at.decide(limits)).verdict).toBe('approved');
  expect(ruleOf(await at.decide(limits), 'breaker.rate')).toMatchObject({ observed: '1' });
});

test('a breaker that is left out bounds no commit', async () => {
  const { decide } = startGate({
    limits: { ...free, 'rate.decisionsPerMinute': 1, 'repeat.max': 1 },
    without: ['breaker.rate', 'breaker.repeated-execution'],
  });
  for (const planId of ['a', 'b']) expect((await decide({ planId })).verdict).toBe('approved');
});

test('REPEATED_EXECUTION_LIMIT latches the source; others go on', async () => {
  await at.observe();
  const limits = { 'repeat.max': 2 };
  const decisions = await Promise.all(Array.from({ length: 4 }, async () => at.decide(limits)));
  expect(decisions.filter(({ verdict }) => verdict === 'approved')).toHaveLength(2);
  expect(decisions.map((decision) => ruleOf(decision, 'breaker.repeated-execution').code)).toContain(
    'REPEATED_EXECUTION_LIMIT',
  );
  const { source: name } = samplePlan();
  expect(await at.latches.find({ source: name })).toMatchObject({
    state: 'REDUCING',
    causes: [{ cause: 'repeated-execution' }],
  });
  expect((await at.decide(limits, { source: 'other' })).verdict).toBe('approved');
});

test('decisions of every kind are computed again to the letter', async () => {
  await at.decide();
  await at.observe();
  await at.decide({}, { planId: 'fine' });
  at.worth('9000');
  await at.decide();
  await at.observe();
  at.worth('9000');
  await at.decide();
  const report = await replay(at.store);
  expect(report).toMatchObject({ decisions: 4, agreed: 4 });
});
