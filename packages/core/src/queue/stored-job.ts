import type { Json } from '../domain/json.ts';
import type { JobDraft, Lane, LeasedJob } from './job.ts';

/** A job as it is stored, whether ready, waiting in order, leased or dead. */
export interface StoredJob {
  readonly payload: Json;
  readonly lane: Lane;
  /** Attempts that have ended: a claim moves a job as it is, so that whoever ends an attempt counts it. */
  readonly attempt: number;
  readonly firstAt: number;
  readonly expiresAt?: number;
  readonly ordered?: Ordered;
  /** Of a dead job. */
  readonly reason?: string;
}

/** The place of a job among those of its order key. */
interface Ordered {
  readonly key: string;
  /** Keeps the place across retries. */
  readonly position: number;
  /** Of a retry: the key waits until then. */
  readonly notBefore?: number;
}

export function draftedJob(job: JobDraft, now: number): StoredJob {
  const { payload, lane = 'normal', dueAt = now, expiresAt, orderKey } = job;
  return {
    payload,
    lane,
    attempt: 0,
    firstAt: now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(orderKey === undefined ? {} : { ordered: { key: orderKey, position: dueAt } }),
  };
}

/** The other way round: how a leased job was stored. */
export function storedJob(job: LeasedJob): StoredJob {
  const { payload, lane, attempt, firstAt, expiresAt, orderKey, position = 0 } = job;
  return {
    payload,
    lane,
    attempt: attempt - 1,
    firstAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(orderKey === undefined ? {} : { ordered: { key: orderKey, position } }),
  };
}

interface LeasePlace {
  readonly id: string;
  readonly queue: string;
  readonly key: string;
  readonly version: number;
  readonly leaseUntil: number;
}

/** A stored job as its worker sees it. */
export function leasedJob(job: StoredJob, place: LeasePlace): LeasedJob {
  const { payload, lane, attempt, firstAt, expiresAt, ordered } = job;
  return {
    ...place,
    payload,
    lane,
    attempt: attempt + 1,
    firstAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(ordered === undefined ? {} : { orderKey: ordered.key, position: ordered.position }),
  };
}
