import { auditLog, type Book, bookKey, memoryStore, type Store, VirtualClock } from '@tradewarden/core';
import { expect, it } from 'vitest';
import { long } from '../../test/execution-plans.ts';
import { limitRequest, venueFill, venueOrder } from '../../test/order-facts.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import { type JournalledPlan, ordersOf, slotOrderId } from './journalled-plan.ts';
import { OrderJournal } from './order-journal.ts';

const book: Book = { account: 'main', mode: 'paper', venue: 'sim' };
const decisionId = 'decision-1';
const slot = { role: 'entry', leg: 0, generation: 1 } as const;
const { clientOrderId } = limitRequest;
const told = (...facts: readonly OrderFact[]) => ({ news: [{ slot, clientOrderId, facts }], at: 5 });
const intended: OrderFact = { kind: 'intended', request: limitRequest, at: 1 };
const sending = (attempt: number, at = 2): OrderFact => ({ kind: 'sending', attempt, at });
const seen = (at: number, filledQuantity = '0'): OrderFact => ({
  kind: 'seen',
  order: venueOrder(limitRequest, { filledQuantity }),
  at,
});

const begun: JournalledPlan = {
  decisionId,
  reservationId: decisionId,
  origin: { planId: 'plan-1', revision: 1, source: 'test' },
  plan: long,
  reserved: [],
  orders: [],
};

async function journals(): Promise<{ store: Store; first: OrderJournal; second: OrderJournal }> {
  const store = memoryStore({ clock: new VirtualClock(1) });
  const first = new OrderJournal({ store, book });
  const parts = await first.beginning(begun, 1);
  const result = await store.commit({
    ...parts,
    puts: [...(parts?.puts ?? []), { key: bookKey(book, 'open-execution', decisionId), value: decisionId }],
  });
  expect(result.ok).toBe(true);
  return { store, first, second: new OrderJournal({ store, book }) };
}

const factsOf = async (journal: OrderJournal): Promise<readonly OrderFact[]> =>
  (await journal.find(decisionId))?.orders[0]?.facts ?? [];

it('begins once, and is found among the open ones', async () => {
  const { first } = await journals();
  expect(await first.beginning(begun, 2)).toBeUndefined();
  expect(await first.open()).toEqual([begun]);
  expect(await first.find('another')).toBeUndefined();
});

it('of two that claim one attempt at once, one goes on', async () => {
  const { first, second } = await journals();
  await first.record(decisionId, told(intended));
  const claims = await Promise.all(
    [first, second].map((journal, index) =>
      journal.record(decisionId, { ...told(sending(1, 2 + index)), exclusive: true }),
    ),
  );
  expect(claims.map(({ status }) => status).toSorted()).toEqual(['recorded', 'superseded']);
  expect(await factsOf(first)).toHaveLength(2);
});

it('a claim depends on what the caller checks; facts that were learned do not', async () => {
  const { first } = await journals();
  const checks = [{ key: 'main/paper/somebody/else', version: 7 }];
  const claim = await first.record(decisionId, { ...told(intended, sending(1)), exclusive: true, checks });
  expect(claim).toEqual({ status: 'superseded', key: 'main/paper/somebody/else' });
  expect(await factsOf(first)).toEqual([]);
});

it('two that learn different things at once both keep them', async () => {
  const { first, second } = await journals();
  await first.record(decisionId, told(intended, sending(1)));
  await Promise.all([
    first.record(decisionId, told(seen(3))),
    second.record(decisionId, told({ kind: 'filled', fill: venueFill(limitRequest) })),
  ]);
  expect((await factsOf(first)).map(({ kind }) => kind).toSorted()).toEqual([
    'filled',
    'intended',
    'seen',
    'sending',
  ]);
});

it('looks that find what is known write nothing, except the first after a cancel', async () => {
  const { store, first } = await journals();
  await first.record(decisionId, told(intended, sending(1), seen(3)));
  const [before] = await store.get([`main/paper/order-journal/${decisionId}`]);
  for (let at = 4; at < 1000; at += 1)
    expect((await first.record(decisionId, told(seen(at)))).status).toBe('unchanged');
  const [after] = await store.get([`main/paper/order-journal/${decisionId}`]);
  expect(after?.version).toBe(before?.version);
  await first.record(decisionId, told({ kind: 'cancel-sent', at: 1000 }));
  expect((await first.record(decisionId, told(seen(999)))).status).toBe('unchanged');
  expect((await first.record(decisionId, told(seen(1001)))).status).toBe('recorded');
  expect((await first.record(decisionId, told(seen(1002)))).status).toBe('unchanged');
  const journalled = await first.find(decisionId);
  expect(journalled === undefined ? [] : ordersOf(journalled).map(({ view }) => view.state)).toEqual([
    'open',
  ]);
});

it('writes each fact once into the log', async () => {
  const { store, first } = await journals();
  await first.record(decisionId, told(intended, sending(1)));
  await first.record(decisionId, told(intended, sending(1), seen(3)));
  const log = await store.read(auditLog('main'), { after: 0, limit: 10 });
  const kinds = JSON.stringify(log).match(/"kind":"(intended|sending|seen)"/g) ?? [];
  expect(kinds).toHaveLength(3);
});

it('a wish to leave is not taken back by one for no more entries', async () => {
  const { first } = await journals();
  const ask = (asked: 'leave' | 'no-entries') => first.record(decisionId, { news: [], at: 1, asked });
  await ask('no-entries');
  await ask('leave');
  expect((await ask('no-entries')).status).toBe('unchanged');
  expect((await first.find(decisionId))?.asked).toBe('leave');
});

it('names every order of every plan, account, mode and venue differently, and always alike', () => {
  const ids = new Set<string>();
  for (const venue of ['sim', 'other'])
    for (const mode of ['paper', 'live'] as const)
      for (const account of ['main', 'second'])
        for (const role of ['entry', 'stop', 'target', 'exit'] as const)
          for (const leg of [0, 1, 11])
            for (const generation of [1, 2, 11])
              ids.add(slotOrderId({ account, mode, venue }, decisionId, { role, leg, generation }));
  expect(ids.size).toBe(2 * 2 * 2 * 4 * 3 * 3);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]{26}$/);
  expect(slotOrderId(book, decisionId, slot)).toBe(slotOrderId({ ...book }, decisionId, { ...slot }));
});
