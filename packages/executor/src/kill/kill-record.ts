import { auditAppend, type Book, bookKey, commitSettled, type Json, type Store } from '@tradewarden/core';
import type { KillReport, KillRequest } from './kill-report.ts';

/** A kill as it stands in the store: whoever finds one that is not over goes on with it. */
export interface KillRecord extends KillRequest {
  readonly startedAt: number;
  readonly status: 'running' | KillReport['status'] | 'RESUMED';
}

type KillBook = Pick<Book, 'account' | 'mode'>;

const killKey = (book: KillBook): string => bookKey(book, 'kill');

/** The last kill of an account in its mode, whatever became of it. */
export async function lastKill(store: Store, book: KillBook): Promise<KillRecord | undefined> {
  const [entry] = await store.get([killKey(book)]);
  return entry?.value as unknown as KillRecord | undefined;
}

/** A kill that a crash has cut short, or that left something behind, and that no operator has resumed from. */
export async function unfinishedKill(store: Store, book: KillBook): Promise<KillRecord | undefined> {
  const record = await lastKill(store, book);
  return record?.status === 'running' || record?.status === 'KILLED_WITH_RESIDUAL' ? record : undefined;
}

/** An operator has resumed: nobody goes on with this kill. */
export async function endKill(
  store: Store,
  book: KillBook,
  { actor, at }: { readonly actor: KillRequest['actor']; readonly at: number },
): Promise<void> {
  const key = killKey(book);
  for (;;) {
    const [entry = null] = await store.get([key]);
    const record = entry?.value as unknown as KillRecord | undefined;
    if (entry === null || record === undefined || record.status === 'RESUMED') return;
    const result = await commitSettled(store, {
      checks: [{ key, version: entry.version }],
      puts: [{ key, value: { ...record, status: 'RESUMED' } }],
      appends: [
        auditAppend(book.account, {
          type: 'kill.resumed',
          at,
          actor,
          subject: { account: book.account },
          corr: key,
          data: record as unknown as Json,
        }),
      ],
    });
    if (result.ok) return;
  }
}

/** The mode only grows: a kill that is to leave stays one, whoever asks for less later. */
export async function recordKill(
  store: Store,
  book: Book,
  record: KillRecord,
  report?: KillReport,
): Promise<void> {
  const key = killKey(book);
  for (;;) {
    const [entry] = await store.get([key]);
    const before = entry?.value as unknown as KillRecord | undefined;
    const isFlattening = before?.status === 'running' && before.mode === 'flatten';
    const value = { ...record, mode: isFlattening && report === undefined ? 'flatten' : record.mode };
    const result = await commitSettled(store, {
      reduces: true,
      checks: [{ key, version: entry?.version ?? 0 }],
      puts: [{ key, value }],
      appends: [
        auditAppend(book.account, {
          type: report === undefined ? 'kill.started' : 'kill.reported',
          at: report?.endedAt ?? record.startedAt,
          actor: record.actor,
          subject: { account: book.account },
          corr: key,
          data: (report ?? record) as unknown as Json,
        }),
      ],
    });
    if (result.ok) return;
  }
}
