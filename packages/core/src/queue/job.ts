import type { Json } from '../domain/json.ts';

/** Served in this order; a lane never waits for a later one. */
export type Lane = 'kill' | 'critical' | 'normal' | 'low';

/** A job as it is drafted into a commit. `id` is unique in its queue: the same id again is the same job. */
export interface JobDraft {
  readonly id: string;
  readonly payload: Json;
  readonly lane?: Lane;
  /** Not before this moment; default now. */
  readonly dueAt?: number;
  /** Not after this moment: an older job is settled as expired, never worked. */
  readonly expiresAt?: number;
}

/** A job taken under a lease. Its key and version fence every later step. */
export interface LeasedJob {
  readonly id: string;
  readonly queue: string;
  readonly payload: Json;
  readonly lane: Lane;
  /** 1 on the first delivery. */
  readonly attempt: number;
  readonly firstAt: number;
  readonly expiresAt?: number;
  readonly key: string;
  readonly version: number;
  readonly leaseUntil: number;
}
