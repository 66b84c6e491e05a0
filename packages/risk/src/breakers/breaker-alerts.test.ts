import { JobQueue, outboxQueue } from '@tradewarden/core';
import { beforeEach, expect, test } from 'vitest';
import { book, BreakerFixture } from '../../test/breaker-fixture.ts';

let at = new BreakerFixture();
beforeEach(() => {
  at = new BreakerFixture();
});

const alerts = async (): Promise<readonly unknown[]> => {
  const outbox = new JobQueue({ store: at.store, book, name: outboxQueue, clock: at.clock });
  return (await outbox.claim({ limit: 9, leaseMs: 60_000 })).map(({ lane, payload }) => ({
    lane,
    alert: (payload as { readonly subject: unknown }).subject,
  }));
};
const tripped = {
  lane: 'critical',
  alert: {
    topic: 'breaker',
    subject: 'account',
    text:
      'account is REDUCING: daily-loss (loss of the day 3 %, limit 3 %), ' +
      'weekly-loss (loss of the week 3 %, limit 3 %)',
  },
};
const limits = { 'loss.weekly': '0.03' };

test('a look that trips breakers leaves one alert in the commit of the latch, and none again', async () => {
  const once = { ...limits, 'breakers.confirmations': 1 };
  await at.observe(once);
  expect(await alerts()).toEqual([]);
  at.worth('9700');
  await at.observe(once);
  expect(await alerts()).toMatchObject([tripped]);
  at.worth('9690');
  await at.observe(once);
  expect(await alerts()).toEqual([]);
  at.worth('9000');
  await at.observe(once);
  expect(await alerts()).toMatchObject([
    { alert: { text: expect.stringContaining('drawdown (') as string } },
  ]);
});

test('so does a decision that is the one to trip them, though it is a rejection', async () => {
  await at.observe(limits);
  at.worth('9700');
  await at.observe(limits);
  expect(await alerts()).toEqual([]);
  at.worth('9700');
  expect((await at.decide(limits)).verdict).toBe('rejected');
  expect(await alerts()).toMatchObject([tripped]);
  await at.decide(limits);
  expect(await alerts()).toEqual([]);
});
