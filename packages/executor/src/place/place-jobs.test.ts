import { exposureReport, TradingLatches, UnapprovedError } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { expect, it } from 'vitest';
import { orderLine, prices } from '../../test/order-line.ts';

const flat = prices('42300', '42310', '42290', '42300');
const entered = prices('42250', '42300', '42100', '42200');

it('dry-run journals, sends nothing, and gives back what it held when its time is over', async () => {
  const line = orderLine({ mode: 'dry-run' });
  const { decisionId } = await line.approve();
  const venue = line.venue();
  const asked: string[] = [];
  const silent = new Proxy(venue, {
    get: (target, name: keyof Venue) => {
      if (typeof target[name] === 'function') asked.push(name);
      return target[name];
    },
  });
  const executor = line.executor({ venue: silent });
  await line.bar(entered, () => executor.drain());
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
  expect(await executor.journal.open()).toHaveLength(1);
  for (let index = 0; index < 60; index += 1) await line.bar(flat, () => executor.drain());
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'not-placed' });
  expect(await executor.journal.open()).toEqual([]);
  expect(asked).toEqual([]);
  expect(line.exchange.ledger.filter(({ kind }) => kind === 'accepted')).toEqual([]);
  expect(await exposureReport(line.store, line.book)).toMatchObject({ differences: [] });
});

it('a claim is written with the intent or not at all, and one that refuses is asked again while the plan is good', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const key = 'main/paper/double-fire/BTC';
  let refuses = true;
  const executor = line.executor({
    safeguards: {
      claim: () =>
        Promise.resolve(
          refuses
            ? { code: 'DOUBLE_FIRE', reason: 'entered a moment ago', retry: true }
            : { checks: [{ key, version: 0 }], puts: [{ key, value: { by: decisionId } }] },
        ),
    },
  });
  await executor.drain();
  expect(await executor.journal.open()).toEqual([]);
  expect((await line.ledger.find(decisionId))?.state).toBe('reserved');
  refuses = false;
  line.clock.advance(1001);
  await executor.drain();
  const [claim] = await line.store.get([key]);
  const [arming] = await line.store.get([`main/paper/order-journal/${decisionId}`]);
  expect(claim?.value).toEqual({ by: decisionId });
  expect(claim?.version).toBeLessThanOrEqual(arming?.version ?? 0);
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
});

it.each(['beforeStage', 'beforeSubmit'] as const)(
  'what %s refuses for good is never placed, and holds nothing any more',
  async (name) => {
    const line = orderLine();
    const { decisionId } = await line.approve();
    const refusal = { code: 'RISK', reason: 'too much is open' };
    const executor = line.executor({ safeguards: { [name]: () => Promise.resolve(refusal) } });
    await executor.drain();
    expect(line.entries('accepted')).toEqual([]);
    expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'RISK' });
    await expect(line.executor().stageOrder({ decisionId })).rejects.toThrow(UnapprovedError);
  },
);

it('a latch keeps a plan waiting, and takes back what works', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const latches = new TradingLatches({ store: line.store, book: line.book });
  const actor = { kind: 'user', id: 'ops' } as const;
  const halt = { cause: 'operator', state: 'HALTED', reason: 'test', actor, at: 1 } as const;
  const latch = await latches.latch({ scope: 'account', ...halt });
  const executor = line.executor();
  await executor.drain();
  expect((await line.ledger.find(decisionId))?.state).toBe('reserved');
  await latches.release({ scope: 'account', expectedVersion: latch.version, reason: 'over', actor, at: 2 });
  line.clock.advance(1001);
  await executor.drain();
  expect(line.exchange.openOrders()).toHaveLength(1);
  await latches.latch({ scope: { symbol: 'BTC/USDT' }, ...halt });
  await executor.drain();
  expect(line.exchange.openOrders()).toEqual([]);
  expect((await line.ledger.find(decisionId))?.state).toBe('closed');
});

it('a venue that does not tell its instruments keeps a plan waiting, and nothing that is held unguarded', async () => {
  const line = orderLine();
  const first = await line.approve();
  await line.bar(flat, () => line.executor().drain());
  line.exchange.quote('BTC/USDT', { bid: '42149', ask: '42150' }, line.clock.now());
  line.clock.advance(2001);
  const second = await line
    .approve({ planId: 'second', symbol: 'BTC/USDT', direction: 'LONG', createdAt: line.clock.now() })
    .catch(() => undefined);
  const venue = line.venue();
  const market = { instrument: () => Promise.reject(new Error('no answer')) } as unknown as NonNullable<
    Venue['market']
  >;
  const executor = line.executor({ venue: { ...venue, market }, protectWithinMs: 60_000 });
  await executor.drain();
  expect(line.exchange.openOrders().map(({ namespace }) => namespace)).toContain('conditional');
  expect((await line.ledger.find(first.decisionId))?.state).toBe('open');
  if (second !== undefined) expect((await line.ledger.find(second.decisionId))?.state).toBe('reserved');
});
