import {
  type AuditRecord,
  bookKey,
  checkLedger,
  type Decision,
  reservations,
  type Store,
} from '@tradewarden/core';
import { sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { expect } from 'vitest';

const book = { account: 'main', mode: 'paper', venue: 'none' } as const;

export interface ProcessBooks {
  readonly decisions: readonly Decision[];
  /** Total exposure in counting units after each decision, in the order of the audit log. */
  readonly exposure: readonly number[];
}

/** Reads every decision, and expects none to be half done: its record, its own key and its reservation. */
export async function readDecisions(store: Store): Promise<ProcessBooks> {
  const decisions: Decision[] = [];
  const exposure: number[] = [];
  let total = 0;
  for (let after = 0; ;) {
    const page = await store.read('main/audit', { after, limit: 1000 });
    for (const { value } of page) {
      const { type, data } = value as unknown as AuditRecord;
      if (type !== 'risk.decision') continue;
      decisions.push((data as unknown as { readonly decision: Decision }).decision);
    }
    after = page.at(-1)?.sequence ?? after;
    if (page.length === 0) break;
  }
  // Read last: a server may still end a commit of a process that was killed, and what is decided must be held.
  const held = new Map<string, number>();
  for await (const { reservationId, uses } of reservations(store, book)) {
    const use = uses.find(({ counter }) => counter === 'total/notional');
    held.set(reservationId, use?.amount ?? 0);
  }
  for (const { decisionId, plan, verdict } of decisions) {
    const reserved = held.get(decisionId);
    expect(reserved !== undefined, plan.planId).toBe(verdict !== 'rejected');
    total += reserved ?? 0;
    exposure.push(total);
  }
  expect(new Set(decisions.map(({ plan }) => plan.planId)).size).toBe(decisions.length);
  const keys = decisions.map(({ decisionId }) => bookKey(book, 'decision', decisionId));
  for (let from = 0; from < keys.length; from += 500)
    expect(await store.get(keys.slice(from, from + 500))).not.toContain(null);
  return { decisions, exposure };
}

/** Of what deciders left, who leave messages and orders to others. */
export async function readProcessBooks(store: Store): Promise<ProcessBooks> {
  const { decisions, exposure } = await readDecisions(store);
  const taken = decisions.filter(({ verdict }) => verdict !== 'rejected');
  const ids = taken.map(({ decisionId }) => decisionId).toSorted();
  for (const queue of ['outbox', 'orders']) expect(await jobsOf(store, queue), queue).toEqual(ids);
  await expectWhole(store);
  return { decisions, exposure };
}

/** The ledger keeps its laws, and the audit log proves itself to its last record. */
export async function expectWhole(store: Store): Promise<void> {
  expect(await checkLedger(store, book)).toEqual([]);
  await sealAudit(store, 'main');
  expect(await verifyAudit(store, 'main')).toMatchObject({ ok: true, unsealed: 0 });
}

/** Ids of the jobs that wait in a queue, in order: nobody works on them here. */
async function jobsOf(store: Store, queue: string): Promise<readonly string[]> {
  const prefix = `${bookKey(book, 'q', queue, 'r')}/`;
  const keys: string[] = [];
  for (let after = ''; ;) {
    const page = await store.scan({ prefix, limit: 1000, ...(after === '' ? {} : { after }) });
    keys.push(...page.map(({ key }) => key.split('/').at(-1) ?? ''));
    after = page.at(-1)?.key ?? after;
    if (page.length === 0) return keys.toSorted();
  }
}
