import { exposureReport, StoreUnavailableError, TradingLatches } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { scriptedFaults } from '@tradewarden/venue-sim/exchange';
import { expect, test } from 'vitest';
import { orderLine, type OrderTestLine, prices } from '../test/order-line.ts';
import { slotOrderId } from './order-journal/journalled-plan.ts';

const hour = 3_600_000;
const flat = prices('42300', '42310', '42290', '42300');
const filling = prices('42250', '42300', '42100', '42200');

const halt = async ({ store, book }: OrderTestLine, scope: 'global' | 'account'): Promise<void> => {
  const actor = { kind: 'user', id: 'ops' } as const;
  const latches = new TradingLatches({ store, book });
  await latches.latch({ scope, cause: 'operator', state: 'HALTED', reason: 'test', actor, at: 1 });
};

const entriesOf = (line: OrderTestLine): number =>
  line.entries('accepted').filter(({ order }) => !order.reduceOnly).length;

test('5: a store that fails submits nothing and leaves the order waiting; two who submit it send one', async () => {
  const line = orderLine();
  const decision = await line.approve();
  const broken = line.executor({
    store: overriddenStore(line.store, {
      commit: () => Promise.reject(new StoreUnavailableError('disk full')),
    }),
  });
  const staged = await broken.stageOrder(decision);
  await expect(broken.submitOrder(staged)).rejects.toThrow(StoreUnavailableError);
  expect([entriesOf(line), (await line.ledger.find(decision.decisionId))?.state]).toEqual([0, 'reserved']);
  const executors = [line.executor(), line.executor()];
  await Promise.all(executors.map((executor) => executor.submitOrder(staged)));
  expect(entriesOf(line)).toBe(1);
});

test('7: a halt blocks entries and nothing else: the stop of what is held fills, and gives its capacity back', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  const work = () => executor.drain();
  await line.bar(flat, work);
  await line.bar(filling, work);
  await halt(line, 'global');
  await line.bar(prices('42000', '42000', '41500', '41600'), work);
  const execution = await executor.findExecution(decisionId);
  expect(execution?.fills.map(({ reason }) => reason)).toEqual(['entry', 'stop']);
  expect(await exposureReport(line.store, line.book)).toMatchObject({
    total: { count: '0' },
    differences: [],
  });
});

test('7: a halt takes back what has not filled, and does not keep it from being cancelled', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  await halt(line, 'account');
  expect((await executor.cancelOrder(decisionId))?.status).toBe('cancelled');
  expect(line.exchange.openOrders()).toEqual([]);
});

test('9: every order is journalled before it is sent, the stop too', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const journalled: unknown[] = [];
  const port = line.venue();
  const submit: Venue['submit'] = async (order, signal) => {
    const { orders = [] } = (await executor.journal.find(decisionId)) ?? {};
    const known = orders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    journalled.push([known?.role, known?.facts.at(-1)?.kind]);
    return port.submit(order, signal);
  };
  const executor = line.executor({ venue: { ...line.venue(), submit } });
  await line.bar(flat, () => executor.drain());
  await line.bar(filling, () => executor.drain());
  expect(journalled).toEqual([
    ['entry', 'sending'],
    ['stop', 'sending'],
    ['target', 'sending'],
    ['target', 'sending'],
    ['target', 'sending'],
  ]);
});

test('9: ids are made of everything that they are made of: no cut makes two orders one', () => {
  const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;
  const long = 'x'.repeat(200);
  const entry = { role: 'entry', leg: 0, generation: 1 } as const;
  const of = (changes: Partial<typeof book> | object, decision = `${long}a`, slot: object = {}): string =>
    slotOrderId({ ...book, ...changes }, decision, { ...entry, ...slot });
  const ids = [
    of({}),
    of({}, `${long}b`),
    of({}, long),
    of({}, `${long}a`, { generation: 2 }),
    of({}, `${long}a`, { leg: 1 }),
    of({}, `${long}a`, { role: 'stop' }),
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

test('9: what no stop can guard is not held: it is left at the market, and its symbol is halted', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const port = line.venue();
  const submit: Venue['submit'] = async (order, signal) =>
    order.instruction.kind === 'stop-market'
      ? { status: 'rejected', code: 'OTHER', reason: 'no stops today' }
      : port.submit(order, signal);
  const executor = line.executor({ venue: { ...line.venue(), submit } });
  const work = () => executor.drain();
  await line.bar(flat, work);
  await line.bar(filling, work);
  await line.bar(flat, work);
  expect(line.exchange.positions()).toEqual([]);
  expect(await executor.findExecution(decisionId)).toMatchObject({
    status: 'closed',
    fills: [{ reason: 'entry' }, { reason: 'exit' }],
  });
  expect(await new TradingLatches(line).find({ symbol: 'BTC/USDT' })).toMatchObject({ state: 'HALTED' });
});

test('11: a position is over when the venue says so, however often it does not answer', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  await line.bar(filling, () => executor.drain());
  await executor.stop();
  const fails = async () => ({ status: 'failed', reason: 'timeout' }) as const;
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const silent = line.executor({
      venue: { ...line.venue(), lookup: fails, openOrders: fails, fillsSince: fails, serverTime: fails },
    });
    await silent.drain();
    await silent.cancelOrder(decisionId);
    await silent.stop();
    line.clock.advance(hour);
  }
  expect((await line.executor().findExecution(decisionId))?.status).toBe('open');
  expect((await line.ledger.find(decisionId))?.state).toBe('open');
  expect((await exposureReport(line.store, line.book)).total.count).toBe('1');
});

test('12: an order whose answer was lost is looked up, not sent again', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const faults = scriptedFaults([{ call: 'submit', nth: 1, fate: { kind: 'answer-lost' } }]);
  const executor = line.executor({ venue: line.venue(faults) });
  for (let pass = 0; pass < 5; pass += 1) await line.bar(flat, () => executor.drain());
  expect(entriesOf(line)).toBe(1);
  expect((await executor.findExecution(decisionId))?.status).toBe('working');
  const journalled = await executor.journal.find(decisionId);
  expect(journalled?.orders[0]?.facts.filter(({ kind }) => kind === 'sending')).toHaveLength(1);
});

test('12: an id that the venue knows already is the order itself, whatever it calls the answer', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const port = line.venue();
  const submit: Venue['submit'] = async (order, signal) => {
    await port.submit(order, signal);
    return port.submit(order, signal);
  };
  const executor = line.executor({ venue: { ...line.venue(), submit } });
  await line.bar(flat, () => executor.drain());
  expect((await executor.findExecution(decisionId))?.status).toBe('working');
  expect(entriesOf(line)).toBe(1);
});

test('14: "not found" long after is no proof: what the venue took once is neither sent again nor released', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve({ expiresAt: samplePlan().createdAt + 72 * hour });
  const first = line.executor();
  await line.bar(flat, () => first.drain());
  await first.stop();
  for (const hours of [7, 2, 20, 20]) {
    line.clock.advance(hours * hour);
    const blind = line.executor({
      venue: {
        ...line.venue(),
        lookup: async () => ({ status: 'not-found', asOf: line.clock.now() }),
        openOrders: async () => ({ status: 'complete', value: [], asOf: line.clock.now() }),
      },
    });
    await blind.drain();
    await blind.stop();
  }
  expect(entriesOf(line)).toBe(1);
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
});
