import { exposureReport, StoreUnavailableError, TradingLatches, type Venue } from '@tradewarden/core';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { bar, type Line, setUp } from '../test/line.ts';
import { clientOrderId } from './orders/client-order-id.ts';

const hour = 3_600_000;

const halt = async ({ store, book }: Line, scope: 'global' | 'account'): Promise<void> => {
  const actor = { kind: 'user', id: 'ops' } as const;
  const latches = new TradingLatches({ store, book });
  await latches.latch({ scope, cause: 'operator', state: 'HALTED', reason: 'test', actor, at: 1 });
};

test('5: a store that fails submits nothing and leaves the order waiting; two who submit it send one', async () => {
  const line = await setUp();
  const decision = await line.approve();
  const broken = line.executor({
    store: overriddenStore(line.store, {
      commit: () => Promise.reject(new StoreUnavailableError('disk full')),
    }),
  });
  const staged = await broken.stageOrder(decision);
  await expect(broken.submitOrder(staged)).rejects.toThrow(StoreUnavailableError);
  expect([line.submits(), (await line.ledger.find(decision.decisionId))?.state]).toEqual([0, 'reserved']);
  const executors = [line.executor(), line.executor()];
  await Promise.all(executors.map((executor) => executor.submitOrder(staged)));
  expect(line.orders()).toBe(1);
});

test('7: a halt blocks entries and nothing else: the stop of what is held fills, and gives its capacity back', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  await line.executor().drain();
  line.bar(bar('42250', '42300', '42100', '42200'));
  await line.executor().drain();
  await halt(line, 'global');
  line.bar(bar('42000', '42000', '41500', '41600'));
  await line.executor().drain();
  const execution = await line.executor().monitorExecution(decisionId);
  expect(execution?.fills.map(({ reason }) => reason)).toEqual(['entry', 'stop']);
  expect(await exposureReport(line.store, line.book)).toMatchObject({
    total: { count: '0' },
    differences: [],
  });
});

test('7: a halt does not keep an entry from being cancelled', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  await line.executor().drain();
  await halt(line, 'account');
  expect((await line.executor().cancelOrder(decisionId))?.status).toBe('cancelled');
});

test('9: the intent is journalled before it is sent, and stop and entry are one order at the venue', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const journalled: unknown[] = [];
  const submit: Venue['submit'] = async (order, signal) => {
    const before = await line.executor().monitorExecution(decisionId);
    journalled.push([before?.status, before?.order.clientOrderId === order.clientOrderId, order.stop]);
    return line.venue.submit(order, signal);
  };
  await line.executor({ venue: { submit } }).drain();
  expect(journalled).toEqual([['sending', true, '41750']]);
});

test('9: ids are made of everything that they are made of: no cut makes two orders one', () => {
  const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;
  const long = 'x'.repeat(200);
  const of = (changes: Partial<typeof book> | object, decision = `${long}a`, generation = 1): string =>
    clientOrderId({ ...book, ...changes }, decision, generation);
  const ids = [
    of({}),
    of({}, `${long}b`),
    of({}, long),
    of({}, `${long}a`, 2),
    of({ account: 'main2' }),
    of({ account: `main-${long}` }),
    of({ account: `main-${long}2` }),
    of({ mode: 'live' }),
    of({ venue: 'sim2' }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^tw[0-9a-z]{24}$/);
  expect(of({})).toBe(ids[0]);
});

test('9: a stop that the venue refuses refuses the entry: nothing is ever held without it', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const submit: Venue['submit'] = async () => ({
    status: 'rejected',
    code: 'STOP_REFUSED',
    reason: 'the trigger is too near',
  });
  await line.executor({ venue: { submit } }).drain();
  expect(await line.executor().monitorExecution(decisionId)).toMatchObject({
    status: 'rejected',
    code: 'STOP_REFUSED',
    fills: [],
  });
  expect((await line.ledger.find(decisionId))?.state).toBe('closed');
  expect(line.orders()).toBe(0);
});

test('11: a position is over when the venue says so, however often it does not answer', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  await line.executor().drain();
  line.bar(bar('42250', '42300', '42100', '42200'));
  await line.executor().drain();
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const timeout = (): Promise<never> => Promise.reject(new Error('timeout'));
    const silent = line.executor({ venue: { lookup: timeout, cancel: timeout } });
    await expect(silent.drain()).rejects.toThrow('timeout');
    await expect(silent.cancelOrder(decisionId)).rejects.toThrow('timeout');
    line.clock.advance(hour);
  }
  expect((await line.executor().monitorExecution(decisionId))?.status).toBe('open');
  expect((await line.ledger.find(decisionId))?.state).toBe('open');
  expect((await exposureReport(line.store, line.book)).total.count).toBe('1');
});

test('12: an order whose answer was lost is looked up, not sent again', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const submit: Venue['submit'] = async (order, signal) => {
    await line.venue.submit(order, signal);
    return { status: 'unknown', reason: 'RequestTimeout' };
  };
  for (let pass = 0; pass < 5; pass += 1) await line.executor({ venue: { submit } }).drain();
  expect([line.submits(), line.orders()]).toEqual([1, 1]);
  expect((await line.executor().monitorExecution(decisionId))?.status).toBe('working');
});

test('12: an id that the venue knows already is the order itself, whatever it calls the answer', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const submit: Venue['submit'] = async (order, signal) => {
    await line.venue.submit(order, signal);
    return line.venue.submit(order, signal);
  };
  await line.executor({ venue: { submit } }).drain();
  expect((await line.executor().monitorExecution(decisionId))?.status).toBe('working');
  expect(line.orders()).toBe(1);
});

test('14: "not found" long after is no proof: what the venue took once is neither sent again nor released', async () => {
  const line = await setUp();
  const plan = samplePlan({ expiresAt: samplePlan().createdAt + 72 * hour });
  const { decisionId } = await line.approve(plan);
  await line.executor().drain();
  for (const hours of [7, 2, 40, 40]) {
    line.clock.advance(hours * hour);
    await line.executor({ venue: { lookup: async () => undefined } }).drain();
  }
  expect(line.submits()).toBe(1);
  expect((await line.executor().monitorExecution(decisionId))?.status).toBe('working');
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
});
