import type { Commit, Store } from '@tradewarden/core';
import { expect } from 'vitest';

/** One amount in three places: a record of its own, the counter of all of them, and the log. */
export const booking = (key: string, amount = 1, max: number = Number.MAX_SAFE_INTEGER): Commit => ({
  checks: [{ key, version: 0 }],
  adds: [{ counter: 'total', delta: amount, max }],
  puts: [{ key, value: { key, amount } }],
  appends: [{ log: 'audit', value: { key, amount } }],
});

interface Booking {
  readonly key: string;
  readonly amount: number;
}

const page = 500;

/** Every record by its key, after the three places were found to agree and the log to be dense. */
export async function agreeingBooks(store: Store): Promise<ReadonlyMap<string, number>> {
  const records: Booking[] = [];
  for (let after = ''; ;) {
    const entries = await store.scan({ prefix: 'record/', after, limit: page });
    records.push(...entries.map(({ value }) => value as unknown as Booking));
    if (entries.length < page) break;
    after = entries.at(-1)?.key ?? '';
  }
  const audit: Booking[] = [];
  for (let isDone = false; !isDone;) {
    const entries = await store.read('audit', { after: audit.length, limit: page });
    for (const { sequence, value } of entries) {
      audit.push(value as unknown as Booking);
      expect(sequence).toBe(audit.length);
    }
    isDone = entries.length < page;
  }
  const byKey = (rows: readonly Booking[]): ReadonlyMap<string, number> =>
    new Map(rows.map(({ key, amount }) => [key, amount]));
  expect(byKey(audit)).toEqual(byKey(records));
  expect(audit).toHaveLength(records.length);
  expect(await store.counters(['total'])).toEqual([records.reduce((sum, { amount }) => sum + amount, 0)]);
  expect(await store.head('audit')).toEqual({ first: 1, last: audit.length });
  return byKey(records);
}
