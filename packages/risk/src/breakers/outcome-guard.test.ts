import { type Execution, type Fill, memoryStore, TradingLatches } from '@tradewarden/core';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LimitOverrides } from '../limits/limits.ts';
import { outcomeOf } from './outcome.ts';
import { outcomeGuard } from './outcome-guard.ts';
import { outcomeStateKey } from './outcome-state.ts';

const book = { account: 'main', mode: 'paper' } as const;
const fill = (reason: Fill['reason'], price: string, quantity = '1', fee = '0'): Fill => ({
  tradeId: `x/${reason}`,
  clientOrderId: 'x',
  reason,
  price,
  quantity,
  fee,
  at: 1,
});

/** Entry at 100, stop at 95. */
function executionOf(exit: Fill | undefined, changes: Partial<Execution> = {}): Execution {
  const symbol = changes.symbol ?? 'BTC/USDT';
  const direction = changes.direction ?? 'LONG';
  return {
    decisionId: 'd',
    reservationId: 'r',
    planId: 'p',
    revision: 1,
    source: 'scanner',
    symbol,
    direction,
    book: { ...book, venue: 'sim' },
    order: {
      clientOrderId: 'x',
      symbol,
      direction,
      quantity: '1',
      entry: '100',
      stop: direction === 'LONG' ? '95' : '105',
      targets: [{ price: '110', quantity: '1' }],
      expiresAt: 9,
    },
    status: 'closed',
    fills: exit === undefined ? [] : [fill('entry', '100'), exit],
    updatedAt: 1000,
    ...changes,
  };
}
const stopped = fill('stop', '95');
const won = fill('target', '110');

describe('the outcome of a position, in R', () => {
  test.each<[string, Execution, string]>([
    ['a stop is a loss of one', executionOf(stopped), '-1'],
    ['fees and slippage make it more', executionOf(fill('stop', '94.5', '1', '0.25')), '-1.15'],
    ['a target of two', executionOf(won), '2'],
    ['a short', executionOf(fill('target', '90'), { direction: 'SHORT' }), '2'],
    [
      'what was really filled, at its average',
      executionOf(undefined, {
        fills: [fill('entry', '99', '2'), fill('entry', '97', '2'), fill('target', '101', '4')],
      }),
      '1',
    ],
    // 100 contracts of 1 USD: (1/100 − 1/110) over (1/95 − 1/100).
    ['an inverse contract, in coin', executionOf(won, { symbol: 'BTC/USD:BTC' }), '1.727272727273'],
  ])('%s', (_, execution, r) => expect(outcomeOf(execution)?.r.round(12, 'half-even').toString()).toBe(r));

  test('an order that never filled has none', () =>
    expect(outcomeOf(executionOf(undefined))).toBeUndefined());
});

let store = memoryStore();
beforeEach(() => {
  store = memoryStore();
});
const latches = (): TradingLatches => new TradingLatches({ store, book });
async function close(execution: Execution, limits: LimitOverrides = {}): Promise<void> {
  const parts = await outcomeGuard({ limits }).closing({ store, book, execution });
  if ((parts.puts ?? []).length > 0) expect(await store.commit(parts)).toMatchObject({ ok: true });
}
const state = async (): Promise<unknown> => (await store.get([outcomeStateKey(book)]))[0]?.value;

test('the fifth loss in a row latches in its own commit; a win before begins anew, a scratch neither counts nor ends', async () => {
  const scratch = executionOf(fill('stop', '99.6'));
  for (const execution of [executionOf(stopped), executionOf(stopped), executionOf(won)])
    await close(execution);
  expect(await state()).toMatchObject({ losses: 0 });
  for (let loss = 0; loss < 4; loss += 1) await close(executionOf(stopped));
  await close(scratch);
  expect(await state()).toMatchObject({ losses: 4 });
  expect(await latches().list()).toEqual([]);
  await close(executionOf(stopped, { updatedAt: 2000 }));
  expect(await latches().find('account')).toMatchObject({
    state: 'REDUCING',
    causes: [{ cause: 'loss-streak', reason: '5 losses in a row, limit 5', at: 2000 }],
  });
  const log = await store.read('main/audit', { after: 0, limit: 9 });
  expect(log.map(({ value }) => value)).toMatchObject([
    { type: 'state.changed' },
    { type: 'breaker.tripped', data: { breakers: [{ breaker: 'loss-streak', observed: '5' }] } },
  ]);
  await close(executionOf(won));
  expect(await state()).toMatchObject({ losses: 0 });
  expect((await latches().find('account'))?.state).toBe('REDUCING');
});

test('cooldowns begin after stops, losses and refusals of the venue, each as configured; those that are over are dropped', async () => {
  const limits = { 'cooldown.afterStopMs': 100, 'cooldown.afterLossMs': 50, 'cooldown.afterRejectMs': 10 };
  await close(executionOf(stopped), { ...limits, 'cooldown.scope': 'side' });
  await close(executionOf(undefined, { status: 'rejected' }), { ...limits, 'cooldown.scope': 'all' });
  expect(await state()).toEqual({
    losses: 1,
    cooldowns: [
      { scope: 'side LONG', until: 1100, why: 'stop' },
      { scope: 'side LONG', until: 1050, why: 'loss' },
      { scope: 'all', until: 1010, why: 'venue-rejection' },
    ],
  });
  await close(executionOf(stopped, { updatedAt: 1050 }), { ...limits, 'cooldown.scope': 'source' });
  expect(await state()).toMatchObject({
    cooldowns: [{ until: 1100 }, { scope: 'source scanner', until: 1150 }, { until: 1100 }],
  });
});

test('an order that expired means nothing; by default only a stop cools its symbol down, for half an hour', async () => {
  await close(executionOf(undefined, { status: 'expired' }));
  expect(await state()).toBeUndefined();
  await close(executionOf(stopped));
  expect(await state()).toMatchObject({
    cooldowns: [{ scope: 'symbol BTC/USDT', until: 1_801_000, why: 'stop' }],
  });
});

test('what cannot be read keeps no position from closing', async () => {
  await store.commit({ puts: [{ key: outcomeStateKey(book), value: { losses: 'many' } }] });
  await close(executionOf(stopped));
  expect(await state()).toEqual({ losses: 'many' });
});
