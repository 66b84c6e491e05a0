import {
  type Alert,
  alertJob,
  type Book,
  bookKey,
  commitSettled,
  enqueueParts,
  outboxQueue,
  type Store,
} from '@tradewarden/core';

const rememberedMs = 24 * 3_600_000;

/** Leaves an alert in the outbox; one that is there is left once, whoever leaves it again. */
export async function tellOnce(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  alert: Alert,
): Promise<void> {
  const job = alertJob(alert);
  const key = bookKey(book, 'told', job.id);
  const { puts, adds } = enqueueParts(book, outboxQueue, [job], alert.at);
  await commitSettled(store, {
    checks: [{ key, version: 0 }],
    puts: [{ key, value: alert.at, ttlMs: rememberedMs }, ...puts],
    adds,
  });
}
