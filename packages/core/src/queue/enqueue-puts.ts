import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Put } from '../store/store.ts';
import type { JobDraft } from './job.ts';
import { readyKey, type StoredJob } from './queue-keys.ts';

/** What enqueueing a job writes, for the commit of whatever caused it. */
export function enqueuePuts(
  book: Pick<Book, 'account' | 'mode'>,
  queue: string,
  job: JobDraft,
  now: number,
): readonly Put[] {
  const lane = job.lane ?? 'normal';
  const stored: StoredJob = {
    payload: job.payload,
    lane,
    attempt: 0,
    firstAt: now,
    ...(job.expiresAt === undefined ? {} : { expiresAt: job.expiresAt }),
  };
  return [{ key: readyKey(book, queue, lane, job.dueAt ?? now, job.id), value: stored as unknown as Json }];
}
