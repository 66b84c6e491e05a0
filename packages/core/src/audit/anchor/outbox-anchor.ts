import { alertJob, outboxQueue } from '../../channel/alert.ts';
import { bookKey } from '../../ledger/book-keys.ts';
import { enqueueParts } from '../../queue/enqueue-parts.ts';
import type { QueueBook } from '../../queue/queue-keys.ts';
import { commitSettled } from '../../store/commit-settled.ts';
import type { Store } from '../../store/store.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import type { AuditAnchor } from './audit-anchor.ts';

export interface OutboxAnchorOptions {
  readonly store: Store;
  /** Whose outbox: the dispatcher of this book delivers it. */
  readonly book: QueueBook;
  /** At most one message in this time; default a day. */
  readonly everyMs?: number;
}

/**
 * Keeps checkpoints where people read messages: one in a day is left in the outbox, as an announcement of
 * `audit.checkpoint` with the note in it. What a channel has shown, nobody who writes the store takes back.
 * Several processes may publish: one message is left.
 */
export function outboxAnchor({ store, book, everyMs = 24 * 3_600_000 }: OutboxAnchorOptions): AuditAnchor {
  const key = bookKey(book, 'anchor', outboxQueue);
  return {
    name: 'channels',
    publish: async (note) => {
      const at = store.now();
      const [entry] = await store.get([key]);
      const last = entry?.value as { readonly at: number; readonly note: string } | undefined;
      // After a clock that was set back it is said once more, rather than not for long.
      if (last !== undefined && (last.note === note || (at >= last.at && at - last.at < everyMs))) return;
      const { size = 0, origin = '' } = parseCheckpoint(note) ?? {};
      const job = alertJob({
        topic: 'audit.checkpoint',
        at,
        subject: origin,
        text: `${size} records are sealed.`,
        detail: note,
      });
      const { puts, adds } = enqueueParts(book, outboxQueue, [job], at);
      await commitSettled(store, {
        checks: [{ key, version: entry?.version ?? 0 }],
        puts: [{ key, value: { at, note } }, ...puts],
        adds,
      });
    },
  };
}
