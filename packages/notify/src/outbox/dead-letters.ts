import {
  auditAppend,
  type Clock,
  type Commit,
  commitSettled,
  type Entry,
  type Json,
  type Store,
} from '@tradewarden/core';
import { type DeadLetter, deadKey, deadPrefix, type QueueBook, rowKey, sizeCounter } from './delivery-row.ts';

export type { DeadLetter } from './delivery-row.ts';

export interface DeadLetters {
  /** The first by id, from `after` on. */
  list(limit: number, after?: string): Promise<readonly DeadLetter[]>;
  show(id: string): Promise<DeadLetter | undefined>;
  /** Queues it again from its first attempt, without its expiry, and opens its channel to be tried again; `false` when there is none. */
  retry(id: string): Promise<boolean>;
  /** Forgets it; `false` when there is none. */
  drop(id: string): Promise<boolean>;
}

/** What was given up, kept with the reason until somebody decides. */
export function deadLetters(store: Store, book: QueueBook, clock: Clock): DeadLetters {
  const find = async (id: string): Promise<Entry | null> => (await store.get([deadKey(book, id)]))[0] ?? null;
  const take = async (id: string, type: string, put: (letter: DeadLetter) => Commit): Promise<boolean> => {
    const entry = await find(id);
    if (entry === null) return false;
    const letter = entry.value as unknown as DeadLetter;
    const effects = put(letter);
    const result = await commitSettled(store, {
      ...effects,
      checks: [{ key: entry.key, version: entry.version }],
      deletes: [entry.key, ...(effects.deletes ?? [])],
      appends: [
        auditAppend(book.account, {
          type,
          at: clock.now(),
          actor: { kind: 'user', id: 'operator' },
          subject: { account: book.account },
          corr: letter.job,
          data: { delivery: id, channel: letter.channel },
        }),
      ],
    });
    return result.ok;
  };
  return {
    list: async (limit, after) => {
      const prefix = deadPrefix(book);
      const from = after === undefined ? {} : { after: deadKey(book, after) };
      return (await store.scan({ prefix, limit, ...from })).map(
        ({ value }) => value as unknown as DeadLetter,
      );
    },
    show: async (id) => (await find(id))?.value as unknown as DeadLetter | undefined,
    retry: (id) =>
      take(id, 'notify.requeued', (letter) => {
        const {
          reason: _reason,
          diedAt: _died,
          closedBy = [],
          lease: _lease,
          after: _after,
          expiresAt: _expires,
          ...row
        } = letter;
        const again = { ...row, at: clock.now(), notBefore: 0, attempts: 0, redirects: 0 };
        return {
          puts: [{ key: rowKey(book, again, 0), value: again as unknown as Json }],
          adds: [{ counter: sizeCounter(book, row.channel), delta: 1 }],
          deletes: closedBy,
        };
      }),
    drop: (id) => take(id, 'notify.dropped', () => ({})),
  };
}
