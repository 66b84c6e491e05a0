import { exposureReport, UnapprovedError } from '@tradewarden/core';
import { sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { expect, test } from 'vitest';
import { orderLine, prices } from '../test/order-line.ts';

const flat = prices('42300', '42310', '42290', '42300');

test('an approved plan is entered once, guarded from its first fill, taken out at its targets, and released', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  const work = () => executor.drain();
  await line.bar(flat, work);
  expect(line.entries('accepted').map(({ order }) => [order.side, order.instruction.kind])).toEqual([
    ['BUY', 'limit'],
  ]);
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
  await line.bar(prices('42250', '42300', '42100', '42200'), work);
  const [entry, stop, ...targets] = line.entries('accepted').map(({ order }) => order);
  expect(stop).toMatchObject({
    side: 'SELL',
    reduceOnly: true,
    instruction: { kind: 'stop-market', trigger: '41750' },
  });
  expect(stop?.quantity).toBe(entry?.quantity);
  expect(targets.map(({ instruction }) => instruction)).toEqual([
    { kind: 'limit', price: '42800' },
    { kind: 'limit', price: '43500' },
    { kind: 'limit', price: '44200' },
  ]);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'open' });
  expect((await line.ledger.find(decisionId))?.plannedHeat).toBeUndefined();
  await line.bar(prices('42200', '44300', '42150', '44250'), work);
  expect(line.exchange.positions()).toEqual([]);
  expect(line.exchange.openOrders()).toEqual([]);
  const states: string[] = [];
  for await (const { status, fills } of executor.monitorExecution(decisionId))
    states.push(`${status} ${fills.map(({ reason }) => reason).join(' ')}`);
  expect(states).toEqual(['closed entry target target target']);
  expect(await exposureReport(line.store, line.book)).toMatchObject({
    total: { notional: '0', count: '0' },
    differences: [],
  });
  await sealAudit(line.store, 'main');
  expect((await verifyAudit(line.store, 'main')).ok).toBe(true);
});

test('a stop that triggers closes the plan, and its targets are taken back', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  const work = () => executor.drain();
  await line.bar(flat, work);
  await line.bar(prices('42250', '42300', '41700', '41720'), work);
  expect(line.exchange.positions()).toEqual([]);
  expect(line.exchange.openOrders()).toEqual([]);
  const journalled = await executor.journal.find(decisionId);
  expect(journalled?.orders.map(({ role }) => role)).toContain('stop');
  expect((await line.ledger.find(decisionId))?.state).toBe('closed');
});

test('an entry that never fills expires and releases', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await executor.drain();
  for (let index = 0; index < 70; index += 1) await line.bar(flat);
  await executor.drain();
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'expired' });
});

test('cancel takes back what has not filled', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  expect((await executor.cancelOrder(decisionId))?.status).toBe('cancelled');
  expect(line.exchange.openOrders()).toEqual([]);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'cancelled' });
});

test('nothing unapproved is staged; what is staged has left nothing', async () => {
  const line = orderLine();
  await expect(line.executor().stageOrder({ decisionId: 'none' })).rejects.toThrow(UnapprovedError);
  const staged = await line.executor().stageOrder(await line.approve());
  expect(staged.entries).toHaveLength(1);
  expect(line.entries('accepted')).toEqual([]);
  expect((await line.executor().submitOrder(staged)).status).toBe('working');
  expect(line.entries('accepted')).toHaveLength(1);
});
