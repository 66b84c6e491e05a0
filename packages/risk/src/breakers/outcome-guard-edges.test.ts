import { type Execution, type Fill, memoryStore, TradingLatches } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { book as gateBook, BreakerFixture } from '../../test/breaker-fixture.ts';
import { outcomeOf } from './outcome.ts';
import { outcomeGuard } from './outcome-guard.ts';
import { outcomeStateKey } from './outcome-state.ts';
import { repeatKey } from './tally.ts';

const book = { account: 'main', mode: 'paper' } as const;
const fill = (reason: Fill['reason'], price: string): Fill => ({
  tradeId: `x/${reason}`,
  clientOrderId: 'x',
  reason,
  price,
  quantity: '1',
  fee: '0',
  at: 1,
});
const order = { clientOrderId: 'x', symbol: 'BTC/USDT', direction: 'LONG', quantity: '1' } as const;
const lost: Execution = {
  decisionId: 'd',
  reservationId: 'r',
  planId: 'p',
  revision: 1,
  source: 'scanner',
  symbol: 'BTC/USDT',
  direction: 'LONG',
  book: { ...book, venue: 'sim' },
  order: { ...order, entry: '100', stop: '95', targets: [{ price: '110', quantity: '1' }], expiresAt: 9 },
  status: 'closed',
  fills: [fill('entry', '100'), fill('stop', '95')],
  updatedAt: 1000,
};

test('the last loss of a streak checks the latch that it tightens, and says of which plan it was', async () => {
  const store = memoryStore();
  const { version } = await new TradingLatches({ store, book }).latch({
    scope: 'account',
    cause: 'operator',
    state: 'REDUCING',
    reason: 'test',
    actor: { kind: 'user', id: 'ops' },
    at: 1,
  });
  const guard = outcomeGuard({ limits: { lossStreak: 1 } });
  const { checks, appends = [] } = await guard.closing({ store, book, execution: lost });
  expect(checks).toEqual([
    { key: outcomeStateKey(book), version: 0 },
    { key: 'main/paper/latch/account', version },
  ]);
  expect(appends.map(({ value }) => value)).toMatchObject([
    { type: 'state.changed', data: { cause: 'loss-streak' } },
    { type: 'breaker.tripped', subject: { planId: 'p', account: 'main' } },
  ]);
});

test('a streak latches with a loss only, and no cooldown of no time is kept', async () => {
  const store = memoryStore();
  const key = outcomeStateKey(book);
  await store.commit({ puts: [{ key, value: { losses: 3, cooldowns: [] } }] });
  const limits = { lossStreak: 2, 'cooldown.afterRejectMs': 1, 'cooldown.afterStopMs': 0 };
  const guard = outcomeGuard({ limits: { ...limits, 'cooldown.afterLossMs': 0 } });
  const rejected = await guard.closing({
    store,
    book,
    execution: { ...lost, status: 'rejected', fills: [] },
  });
  expect(rejected.appends).toEqual([]);
  expect(rejected.puts).toMatchObject([{ value: { losses: 3, cooldowns: [{ until: 1001 }] } }]);
  const again = await guard.closing({ store, book, execution: lost });
  expect(again.puts?.[0]?.value).toEqual({ losses: 4, cooldowns: [] });
});

test('only what was filled at its stop was stopped', () => {
  expect(outcomeOf(lost)?.stopped).toBe(true);
  expect(outcomeOf({ ...lost, fills: [fill('entry', '100'), fill('target', '110')] })?.stopped).toBe(false);
});

test('approvals of a source are counted from the moment at which it was enabled', async () => {
  const at = new BreakerFixture();
  const limits = { 'repeat.max': 5, 'rate.decisionsPerMinute': 'unlimited' } as const;
  await at.observe();
  for (let count = 0; count < 3; count += 1) expect((await at.decide(limits)).verdict).not.toBe('rejected');
  const { source } = (await at.decide(limits)).plan;
  await at.store.commit({ puts: [{ key: repeatKey(gateBook, source), value: { base: 3 } }] });
  expect((await at.decide(limits)).facts['breakers.tally']).toMatchObject({
    value: { repeated: 1, repeatBase: 3 },
  });
});
