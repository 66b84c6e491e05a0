import type { Json } from '../domain/json.ts';

/** Served in this order; a lane never waits for a later one. */
export type Lane = 'kill' | 'critical' | 'normal' | 'low';

/** A job as it is drafted into a commit. `id` is unique in its queue. */
export interface JobDraft {
  readonly id: string;
  readonly payload: Json;
  readonly lane?: Lane;
  /** Not before this moment; default now. */
  readonly dueAt?: number;
  /** Not after this moment: an older job is settled as expired, never worked. */
  readonly expiresAt?: number;
  /**
   * Jobs of one key in one lane are worked one at a time, in order of `dueAt`, then `id`: none is taken before the
   * one ahead of it is done or buried, also while that one waits for its next attempt. Other keys go on meanwhile.
   */
  readonly orderKey?: string;
}

/** A job taken under a lease. Its key and version fence every later step. */
export interface LeasedJob {
  readonly id: string;
  readonly queue: string;
  readonly payload: Json;
  readonly lane: Lane;
  /** 1 on the first delivery; one more after every attempt, also one whose worker died. */
  readonly attempt: number;
  readonly firstAt: number;
  readonly expiresAt?: number;
  readonly orderKey?: string;
  /** Of a job with an order key: its place, kept across retries. */
  readonly position?: number;
  readonly key: string;
  readonly version: number;
  readonly leaseUntil: number;
}
