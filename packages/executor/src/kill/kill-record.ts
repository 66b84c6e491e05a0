import { auditAppend, type Book, bookKey, commitSettled, type Json, type Store } from '@tradewarden/core';
import type { KillReport, KillRequest } from './kill-report.ts';

/** A kill as it stands in the store: whoever finds one that is not over goes on with it. */
export interface KillRecord extends KillRequest {
  readonly startedAt: number;
  readonly status: 'running' | KillReport['status'];
}

const killKey = (book: Book): string => bookKey(book, 'kill');

/** A kill that a crash has cut short, or that left something behind. */
export async function unfinishedKill(store: Store, book: Book): Promise<KillRecord | undefined> {
  const [entry] = await store.get([killKey(book)]);
  const record = entry?.value as unknown as KillRecord | undefined;
  return record === undefined || record.status === 'KILLED_CLEAN' ? undefined : record;
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
