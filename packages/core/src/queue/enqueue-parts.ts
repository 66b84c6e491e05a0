import type { Json } from '../domain/json.ts';
import type { Add } from '../store/store-driver.ts';
import type { Put } from '../store/store.ts';
import type { JobDraft } from './job.ts';
import { type QueueBook, QueueKeys } from './queue-keys.ts';
import { draftedJob, type StoredJob } from './stored-job.ts';

export interface EnqueueParts {
  readonly puts: readonly Put[];
  readonly adds: readonly Add[];
}

/** How many live jobs a queue may hold before jobs of its `low` lane are refused; other lanes always fit. */
export const lowLaneMaximum = 10_000;

/** The counter of a queue's live jobs: the one that a `bound` names when the queue is full. */
export const liveCounter = (book: QueueBook, queue: string): string => new QueueKeys(book, queue).liveCounter;

/**
 * What enqueueing jobs writes, for the commit of whatever caused them; one call for all jobs of a queue.
 * With `maximum` the whole commit is refused while the queue holds more.
 */
export function enqueueParts(
  book: QueueBook,
  queue: string,
  jobs: readonly JobDraft[],
  now: number,
  maximum?: number,
): EnqueueParts {
  if (jobs.length === 0) return { puts: [], adds: [] };
  const keys = new QueueKeys(book, queue);
  const puts = new Map<string, Put>();
  for (const job of jobs)
    for (const put of jobPuts(keys, job.id, draftedJob(job, now), job.dueAt ?? now)) puts.set(put.key, put);
  return {
    puts: [...puts.values()],
    adds: [
      {
        counter: keys.liveCounter,
        delta: jobs.length,
        ...(maximum === undefined ? {} : { max: maximum }),
      },
    ],
  };
}

/** Where a job waits: ready from `dueAt` on, or in the order of its key, with the ticket that points there. */
export function jobPuts(keys: QueueKeys, id: string, job: StoredJob, dueAt: number): readonly Put[] {
  const { lane, ordered } = job;
  const value = job as unknown as Json;
  if (ordered === undefined) return [{ key: keys.ready(lane, dueAt, id), value }];
  return [
    { key: keys.waiting(lane, ordered.key, ordered.position, id), value },
    { key: keys.ticket(lane, ordered.key), value: null },
  ];
}
