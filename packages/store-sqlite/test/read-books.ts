import type { Store } from '@tradewarden/core';

export interface Books {
  /** Amount by key, from the records and from the audit log. */
  readonly records: ReadonlyMap<string, number>;
  readonly audit: ReadonlyMap<string, number>;
  readonly auditLength: number;
  readonly total: number;
}

/** Everything that the committers wrote. */
export async function readBooks(store: Store): Promise<Books> {
  const records = new Map<string, number>();
  for (let page = await store.scan({ prefix: 'record/', limit: 1000 }); page.length > 0;) {
    for (const { key, value } of page) records.set(key, amountOf(value).amount);
    page = await store.scan({ prefix: 'record/', after: page.at(-1)?.key ?? '', limit: 1000 });
  }
  const audit = new Map<string, number>();
  let read = 0;
  for (let page = await store.read('audit', { after: 0, limit: 1000 }); page.length > 0;) {
    for (const { sequence, value } of page) {
      if (sequence !== read + 1) throw new Error(`audit entry ${read + 1} is missing`);
      read = sequence;
      audit.set(amountOf(value).key, amountOf(value).amount);
    }
    page = await store.read('audit', { after: read, limit: 1000 });
  }
  const [total = 0] = await store.counters(['total']);
  return { records, audit, auditLength: read, total };
}

const amountOf = (value: unknown): { readonly key: string; readonly amount: number } =>
  value as { readonly key: string; readonly amount: number };

export const sumOf = (amounts: Iterable<number>): number =>
  [...amounts].reduce((sum, amount) => sum + amount, 0);
