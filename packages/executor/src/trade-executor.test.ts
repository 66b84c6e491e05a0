import { ExposureLedger, exposureReport, TradingLatches, UnapprovedError } from '@tradewarden/core';
import { sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { bar, faulty, setUp } from '../test/line.ts';
import type { TradeExecutor } from './trade-executor.ts';

test('an approved plan is placed once, followed to its end, and its capacity is free again', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await executor.drain();
  expect(await executor.monitorExecution(decisionId)).toMatchObject({ status: 'working', fills: [] });
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
  line.bar(bar('42250', '42300', '42100', '42200'));
  await executor.drain();
  expect((await line.ledger.find(decisionId))?.state).toBe('open');
  line.bar(bar('42200', '44300', '42150', '44250'));
  await executor.drain();
  const done = await executor.monitorExecution(decisionId);
  expect(done?.status).toBe('closed');
  expect(done?.fills.map(({ reason }) => reason)).toEqual(['entry', 'target', 'target', 'target']);
  expect(await exposureReport(line.store, line.book)).toMatchObject({
    total: { notional: '0', count: '0' },
    differences: [],
  });
  expect(line.submits()).toBe(1);
  await sealAudit(line.store, 'main');
  expect((await verifyAudit(line.store, 'main')).ok).toBe(true);
});

test('an entry that never fills expires and releases', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await executor.drain();
  line.bar(bar('43000', '43100', '42900', '43000'));
  line.bar(bar('43000', '43100', '42900', '43000'));
  await executor.drain();
  expect((await executor.monitorExecution(decisionId))?.status).toBe('expired');
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'expired' });
});

test('a job whose time is over before it is taken places nothing', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  line.clock.advance(3_600_000);
  await line.executor().drain();
  expect(line.submits()).toBe(0);
  await new ExposureLedger({ store: line.store, book: line.book }).sweep(line.clock.now());
  expect((await line.ledger.find(decisionId))?.state).toBe('closed');
});

test('cancel takes back an entry that has not filled', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await executor.drain();
  expect((await executor.cancelOrder(decisionId))?.status).toBe('cancelled');
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'cancelled' });
});

test('dry-run journals what would be sent and sends nothing', async () => {
  const line = await setUp('dry-run');
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await executor.drain();
  expect(await executor.monitorExecution(decisionId)).toMatchObject({
    status: 'journaled',
    order: { entry: '42200', stop: '41750' },
  });
  expect(line.submits()).toBe(0);
});

test('nothing unapproved is staged or submitted', async () => {
  const line = await setUp();
  await expect(line.executor().stageOrder({ decisionId: 'none' })).rejects.toThrow(UnapprovedError);
  const staged = await line.executor().stageOrder(await line.approve());
  await expect(line.venue.submit({ ...staged.order }, AbortSignal.timeout(1000))).rejects.toThrow(
    'never passed a gate',
  );
});

test('a crash after any commit or venue call leaves one order, and the next executor finishes', async () => {
  let crashes = 0;
  for (let at = 1; at <= 40; at += 1) {
    const line = await setUp();
    const { decisionId } = await line.approve();
    const crashed = await faulty(line, at)
      .drain()
      .then(
        () => false,
        () => true,
      );
    if (crashed) crashes += 1;
    line.clock.advance(31_000);
    line.bar(bar('42250', '42300', '42100', '42200'), false);
    await line.executor().drain();
    await line.executor().drain();
    expect(line.orders()).toBe(1);
    const execution = await line.executor().monitorExecution(decisionId);
    expect(['working', 'open']).toContain(execution?.status);
    expect(['armed', 'open']).toContain((await line.ledger.find(decisionId))?.state);
    expect((await exposureReport(line.store, line.book)).differences).toEqual([]);
  }
  expect(crashes).toBeGreaterThan(3);
});

test('plans at once over two executors: one order each', async () => {
  const line = await setUp();
  const first = await line.approve();
  const second = await line.approve(samplePlan({ planId: 'b', symbol: 'ETH/USDT' }));
  await Promise.all([line.executor().drain(), line.executor().drain()]);
  expect(line.orders()).toBe(2);
  for (const { decisionId } of [first, second])
    expect((await line.ledger.find(decisionId))?.state).toBe('armed');
});

test('under a latch nothing is journalled or sent; after its release the order goes out', async () => {
  const line = await setUp();
  const decision = await line.approve();
  const staged = await line.executor().stageOrder(decision);
  const latches = new TradingLatches({ store: line.store, book: line.book });
  const by = { scope: 'account', cause: 'operator', reason: 'test', at: 1 } as const;
  const actor = { kind: 'user', id: 'ops' } as const;
  const { version } = await latches.latch({ ...by, actor, state: 'HALTED' });
  await line.executor().drain();
  await expect(line.executor().submitOrder(staged)).rejects.toThrow('latched');
  expect(await line.executor().monitorExecution(decision.decisionId)).toBeUndefined();
  expect(line.submits()).toBe(0);
  await latches.release({ ...by, actor, expectedVersion: version });
  line.clock.advance(1000);
  await line.executor().drain();
  expect(line.submits()).toBe(1);
});

test('an order that expires under a latch is given up with its job', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const latches = new TradingLatches({ store: line.store, book: line.book });
  const actor = { kind: 'user', id: 'ops' } as const;
  await latches.latch({
    scope: 'global',
    cause: 'operator',
    state: 'REDUCING',
    reason: 'test',
    actor,
    at: 1,
  });
  await line.executor().drain();
  line.clock.advance(3_600_000);
  expect(await line.executor().drain()).toEqual({ worked: 1 });
  line.clock.advance(60_000);
  expect(await line.executor().drain()).toEqual({ worked: 0 });
  expect(line.submits()).toBe(0);
  expect(await line.ledger.sweep(line.clock.now())).toBe(1);
  expect((await line.ledger.find(decisionId))?.why).toBe('expired');
});

test('a send that is under way at the expiry keeps its capacity until nobody can be sending any more', async () => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const sending = Promise.withResolvers<void>();
  const submit = async (): Promise<never> => {
    sending.resolve();
    return new Promise<never>(() => {});
  };
  void line.executor({ venue: { submit } }).drain();
  await sending.promise;
  line.clock.advance(3_600_000);
  await line.executor().drain();
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
  expect(line.submits()).toBe(0);
  line.clock.advance(30_000);
  await line.executor().drain();
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'expired' });
});

test('an external venue is refused over a store that forgets, and by this executor over any other', async () => {
  const line = await setUp();
  const venue = { capabilities: { ...line.venue.capabilities, external: true } };
  const over = (durability: 'none' | 'host') => (): TradeExecutor => {
    const description = { ...line.store.description, durability };
    return line.executor({ venue, store: overriddenStore(line.store, { description }) });
  };
  expect(over('none')).toThrow('use the SQLite or the PostgreSQL store');
  expect(over('host')).toThrow('may not reach it');
});
