import {
  auditAppend,
  type Book,
  bookKey,
  canonicalJson,
  commitSettled,
  type Json,
  type Store,
} from '@tradewarden/core';
import type { Difference } from './difference.ts';
import type { EarlierSnapshot } from './find-differences.ts';

/** What the last reconciliation found, so that the next says only what is new. */
export interface Reconciled extends EarlierSnapshot {
  /** Those that stand. */
  readonly differences: readonly Difference[];
}

const key = (book: Book): string => bookKey(book, 'reconciled');

export async function lastReconciled(
  store: Store,
  book: Book,
): Promise<{ readonly reconciled?: Reconciled; readonly version: number }> {
  const [entry = null] = await store.get([key(book)]);
  return entry === null
    ? { version: 0 }
    : { reconciled: entry.value as unknown as Reconciled, version: entry.version };
}

/** One commit with its audit record, and none when nothing has changed. `false`: somebody else was first. */
export async function recordReconciled(
  store: Store,
  book: Book,
  {
    before,
    after,
    at,
  }: {
    readonly before: { readonly reconciled?: Reconciled; readonly version: number };
    readonly after: Reconciled;
    readonly at: number;
  },
): Promise<boolean> {
  const textOf = (value: unknown): string => canonicalJson(value as Json);
  if (before.reconciled !== undefined && textOf(before.reconciled) === textOf(after)) return true;
  const known = new Set((before.reconciled?.differences ?? []).map(textOf));
  const standing = new Set(after.differences.map(textOf));
  const fresh = after.differences.filter((difference) => !known.has(textOf(difference)));
  const gone = (before.reconciled?.differences ?? []).filter(
    (difference) => !standing.has(textOf(difference)),
  );
  const result = await commitSettled(store, {
    reduces: true,
    checks: [{ key: key(book), version: before.version }],
    puts: [{ key: key(book), value: after as unknown as Json }],
    appends: [
      auditAppend(book.account, {
        type: 'account.reconciled',
        at,
        actor: { kind: 'process', id: 'executor' },
        subject: { account: book.account },
        corr: key(book),
        data: { fresh, gone, standing: after.differences.length } as unknown as Json,
      }),
    ],
  });
  return result.ok;
}

/** Those that the last reconciliation did not find. */
export function freshOf(
  before: Reconciled | undefined,
  differences: readonly Difference[],
): readonly Difference[] {
  const known = new Set(
    (before?.differences ?? []).map(({ kind, subject, text }) => `${kind} ${subject} ${text}`),
  );
  return differences.filter(({ kind, subject, text }) => !known.has(`${kind} ${subject} ${text}`));
}
