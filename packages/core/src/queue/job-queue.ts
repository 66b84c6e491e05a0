import type { Clock } from '../clock/clock.ts';
import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Commit, Entry, Put, Store } from '../store/store.ts';
import type { LeasedJob } from './job.ts';
import {
  deadKey,
  deadPrefix,
  lanes,
  leasedKey,
  leasedPrefix,
  readJobKey,
  readyKey,
  readyPrefix,
  type StoredJob,
} from './queue-keys.ts';

export interface JobQueueOptions {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  readonly name: string;
  readonly clock: Clock;
}

export interface ClaimOptions {
  readonly limit: number;
  /** A job that is not settled by then is ready again, with its next attempt. */
  readonly leaseMs: number;
}

export interface DeadJob {
  readonly id: string;
  readonly reason: string;
  readonly payload: Json;
}

/** Work that a commit left behind: at least once, each job under a lease, settled in the commit of its effect. */
export class JobQueue {
  readonly #store: Store;
  readonly #book: Pick<Book, 'account' | 'mode'>;
  readonly #name: string;
  readonly #clock: Clock;

  constructor({ store, book, name, clock }: JobQueueOptions) {
    this.#store = store;
    this.#book = book;
    this.#name = name;
    this.#clock = clock;
  }

  /** Takes due jobs, earlier lanes first; what another worker takes meanwhile is left out. */
  async claim({ limit, leaseMs }: ClaimOptions): Promise<readonly LeasedJob[]> {
    await this.#reap();
    const taken: LeasedJob[] = [];
    for (const lane of lanes) {
      if (taken.length >= limit) break;
      const ready = await this.#store.scan({
        prefix: readyPrefix(this.#book, this.#name, lane),
        limit: limit - taken.length,
      });
      for (const entry of ready) {
        if (readJobKey(entry.key).at > this.#clock.now()) break;
        const job = await this.#lease(entry, leaseMs);
        if (job !== undefined) taken.push(job);
      }
    }
    return taken;
  }

  /** Settles a job together with its effects; `false` when the lease was lost meanwhile, and then nothing is written. */
  done(job: LeasedJob, effects: Commit = {}): Promise<boolean> {
    return this.#settle(job, [], effects);
  }

  /** Puts a job back, due after `delayMs`. */
  retry(job: LeasedJob, delayMs: number, effects: Commit = {}): Promise<boolean> {
    const key = readyKey(this.#book, this.#name, job.lane, this.#clock.now() + delayMs, job.id);
    return this.#settle(job, [{ key, value: stored(job) as unknown as Json }], effects);
  }

  /** Gives a job up, kept with the reason. */
  bury(job: LeasedJob, reason: string, effects: Commit = {}): Promise<boolean> {
    const key = deadKey(this.#book, this.#name, job.id);
    return this.#settle(job, [{ key, value: { ...stored(job), reason } }], effects);
  }

  async dead(limit: number): Promise<readonly DeadJob[]> {
    const found = await this.#store.scan({ prefix: deadPrefix(this.#book, this.#name), limit });
    return found.map(({ key, value }) => {
      const { reason, payload } = value as unknown as StoredJob;
      return { id: readJobKey(key).id, reason: reason ?? '', payload };
    });
  }

  /** How many are ready (due or not), leased and dead; counts up to 10,000 of each. */
  async counts(): Promise<{ readonly ready: number; readonly leased: number; readonly dead: number }> {
    const count = async (prefix: string): Promise<number> =>
      (await this.#store.scan({ prefix, limit: 10_000 })).length;
    const ready = await Promise.all(lanes.map((lane) => count(readyPrefix(this.#book, this.#name, lane))));
    return {
      ready: ready.reduce((sum, size) => sum + size, 0),
      leased: await count(leasedPrefix(this.#book, this.#name)),
      dead: await count(deadPrefix(this.#book, this.#name)),
    };
  }

  async #lease(entry: Entry, leaseMs: number): Promise<LeasedJob | undefined> {
    const job = entry.value as unknown as StoredJob;
    const { id } = readJobKey(entry.key);
    const leaseUntil = this.#clock.now() + leaseMs;
    const key = leasedKey(this.#book, this.#name, leaseUntil, id);
    const leased: StoredJob = { ...job, attempt: job.attempt + 1 };
    const result = await this.#store.commit({
      checks: [{ key: entry.key, version: entry.version }],
      deletes: [entry.key],
      puts: [{ key, value: leased as unknown as Json }],
    });
    if (!result.ok) return undefined;
    return { ...leased, id, queue: this.#name, key, version: result.version, leaseUntil };
  }

  async #settle(job: LeasedJob, puts: readonly Put[], effects: Commit): Promise<boolean> {
    const result = await commitSettled(this.#store, {
      ...effects,
      checks: [{ key: job.key, version: job.version }, ...(effects.checks ?? [])],
      deletes: [job.key, ...(effects.deletes ?? [])],
      puts: [...puts, ...(effects.puts ?? [])],
    });
    return result.ok;
  }

  /** Jobs whose worker went away are ready again. */
  async #reap(): Promise<void> {
    const leased = await this.#store.scan({ prefix: leasedPrefix(this.#book, this.#name), limit: 100 });
    for (const { key, value, version } of leased) {
      const { at, id } = readJobKey(key);
      if (at > this.#clock.now()) return;
      const job = value as unknown as StoredJob;
      const ready = readyKey(this.#book, this.#name, job.lane, this.#clock.now(), id);
      await this.#store.commit({ checks: [{ key, version }], deletes: [key], puts: [{ key: ready, value }] });
    }
  }
}

const stored = (job: LeasedJob): StoredJob => ({
  payload: job.payload,
  lane: job.lane,
  attempt: job.attempt,
  firstAt: job.firstAt,
  ...(job.expiresAt === undefined ? {} : { expiresAt: job.expiresAt }),
});
