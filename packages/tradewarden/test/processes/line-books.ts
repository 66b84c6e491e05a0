import {
  type AuditRecord,
  auditLog,
  bookKey,
  Decimal,
  type Decision,
  type Execution,
  executionKey,
  exposureReport,
  JobQueue,
  outboxQueue,
  type Store,
  VirtualClock,
} from '@tradewarden/core';
import { expect } from 'vitest';
import { deliveries } from './file-channel.ts';
import { sends, takenEntries, takenOrders } from './file-venue.ts';
import { expectWhole, readDecisions } from './process-books.ts';
import { lineBook } from './trade-line.ts';

/** What became of every plan, when nothing is left to do. */
export interface LineBooks {
  readonly decisions: readonly Decision[];
  readonly orders: number;
  /** Orders that were sent more often than once, and messages that came more often, each counted once per repetition. */
  readonly repeated: { readonly sends: number; readonly messages: number };
}

/**
 * Compares the store with the venue and the channel, after everything was worked off: one decision per plan, at most
 * one order for it and none that was not journalled when it arrived, every message delivered, and said to be a
 * repetition when it is one.
 */
export async function readLineBooks(store: Store, directory: string): Promise<LineBooks> {
  const { decisions } = await readDecisions(store);
  const all = takenOrders(directory);
  expect(all.filter(({ journal }) => journal !== 'sending')).toEqual([]);
  const orders = takenEntries(directory);
  const symbols = orders.map(({ order }) => order.symbol);
  expect(new Set(symbols).size, 'plans with an order').toBe(symbols.length);
  const ended = await readExecutions(
    store,
    decisions,
    new Set(orders.map(({ order }) => order.clientOrderId)),
  );
  expect(ended.map(({ order }) => order.clientOrderId).toSorted()).toEqual(
    orders.map(({ order }) => order.clientOrderId).toSorted(),
  );
  const repeatedMessages = await compareMessages(store, directory, decisions);
  for (const name of ['orders', outboxQueue]) {
    const queue = new JobQueue({ store, book: lineBook, name, clock: new VirtualClock(0) });
    expect(await queue.counts(), name).toEqual({ ready: 0, leased: 0, dead: 0 });
  }
  expect(await exposureReport(store, lineBook)).toMatchObject({
    total: { count: '0', notional: '0' },
    differences: [],
  });
  await expectWhole(store);
  return {
    decisions,
    orders: orders.length,
    repeated: { sends: sends(directory) - all.length, messages: repeatedMessages },
  };
}

/**
 * Of every approved plan whose entry the venue took, each traded to its end: what was entered has been left at its targets, or
 * at the market when a process died while it sent the stop.
 */
async function readExecutions(
  store: Store,
  decisions: readonly Decision[],
  taken: ReadonlySet<string>,
): Promise<readonly Execution[]> {
  const executions: Execution[] = [];
  for (const { decisionId, verdict } of decisions) {
    if (verdict === 'rejected') continue;
    const [execution, reservation] = await store.get([
      executionKey(lineBook, decisionId),
      bookKey(lineBook, 'res', decisionId),
    ]);
    if (execution === null || execution === undefined) {
      expect(reservation?.value, decisionId).toMatchObject({ state: 'closed', why: 'expired' });
      continue;
    }
    const found = execution.value as unknown as Execution;
    const neverFilled = found.fills.length === 0;
    expect(neverFilled || found.status === 'closed', `${decisionId}: ${found.status}`).toBe(true);
    expect(
      quantityOf(found, (reason) => reason === 'entry'),
      decisionId,
    ).toBe(quantityOf(found, (reason) => reason !== 'entry'));
    if (taken.has(found.order.clientOrderId)) executions.push(found);
  }
  return executions;
}

const quantityOf = ({ fills }: Execution, counts: (reason: string) => boolean): string =>
  fills
    .filter(({ reason }) => counts(reason))
    .reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero)
    .toString();

/** Returns how many messages came again. */
async function compareMessages(
  store: Store,
  directory: string,
  decisions: readonly Decision[],
): Promise<number> {
  const records: AuditRecord[] = [];
  for (let after = 0; ;) {
    const page = await store.read(auditLog('main'), { after, limit: 1000 });
    records.push(...page.map(({ value }) => value as unknown as AuditRecord));
    after = page.at(-1)?.sequence ?? after;
    if (page.length === 0) break;
  }
  const sent = records.filter(({ type }) => type === 'notify.sent');
  const settled = new Set(sent.map(({ data }) => (data as { readonly delivery: string }).delivery));
  const late = new Set(records.flatMap(({ type, corr }) => (type === 'notify.expired' ? [corr] : [])));
  const announced = new Set(sent.map(({ corr }) => corr));
  for (const { decisionId, verdict, plan } of decisions) {
    if (verdict === 'rejected') continue;
    expect(announced.has(decisionId) || late.has(decisionId), `message of ${plan.planId}`).toBe(true);
  }
  const delivered = new Set<string>();
  let again = 0;
  for (const { deliveryId, repeat } of deliveries(directory)) {
    if (delivered.has(deliveryId)) {
      again += 1;
      expect(repeat, `${deliveryId} came again and did not say so`).toBe(true);
    }
    delivered.add(deliveryId);
  }
  expect(delivered).toEqual(settled);
  return again;
}
