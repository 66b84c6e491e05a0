import type { Clock } from '../clock/clock.ts';
import type { Json } from '../domain/json.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Commit, Entry, Put, Store } from '../store/store.ts';
import { enqueueParts, jobPuts } from './enqueue-parts.ts';
import type { JobDraft, Lane, LeasedJob } from './job.ts';
import { OrderedJobs } from './ordered-jobs.ts';
import { lanes, lastPart, type QueueBook, QueueKeys, timeOf } from './queue-keys.ts';
import { leasedJob, type StoredJob, storedJob } from './stored-job.ts';

export interface JobQueueOptions {
  readonly store: Store;
  readonly book: QueueBook;
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

export interface QueueCounts {
  /** Due or not. */
  readonly ready: number;
  readonly leased: number;
  readonly dead: number;
}

const page = 100;
/** A worker may take a job at once, so its own key cannot tell whether a lost answer was a success. */
const knownForMs = 86_400_000;

/** Work that a commit left behind: at least once, each job under a lease, settled in the commit of its effect. */
export class JobQueue {
  readonly #with: JobQueueOptions;
  readonly #keys: QueueKeys;
  readonly #ordered: OrderedJobs;
  #orderedFirst = false;

  constructor(options: JobQueueOptions) {
    const { store, book, name, clock } = options;
    this.#with = options;
    this.#keys = new QueueKeys(book, name);
    this.#ordered = new OrderedJobs({ store, clock, queue: name, keys: this.#keys });
  }

  /**
   * Enqueues on its own, such as at intake. `known`: the same id was enqueued within the last day. `full`: the
   * queue holds `maximum` already. Then nothing is written.
   */
  async enqueue(job: JobDraft, maximum?: number): Promise<'queued' | 'known' | 'full'> {
    const { store, book, name, clock } = this.#with;
    const parts = enqueueParts(book, name, [job], clock.now(), maximum);
    const key = this.#keys.known(job.id);
    const result = await commitSettled(store, {
      ...parts,
      checks: [{ key, version: 0 }],
      puts: [{ key, value: clock.now(), ttlMs: knownForMs }, ...parts.puts],
    });
    if (result.ok) return 'queued';
    return result.reason === 'bound' ? 'full' : 'known';
  }

  /** Takes due jobs, earlier lanes first; what another worker takes meanwhile is left out. */
  async claim({ limit, leaseMs }: ClaimOptions): Promise<readonly LeasedJob[]> {
    await this.#reap();
    const taken: LeasedJob[] = [];
    const ways = await this.#ways(leaseMs);
    for (const lane of lanes)
      for (const way of ways)
        if (taken.length < limit) taken.push(...(await way(lane, limit - taken.length)));
    return taken;
  }

  /** Settles a job together with its effects; `false` when the lease was lost meanwhile, and then nothing is written. */
  done(job: LeasedJob, effects: Commit = {}): Promise<boolean> {
    return this.#settle(job, { adds: [{ counter: this.#keys.liveCounter, delta: -1 }] }, effects);
  }

  /** Puts a job back, due after `delayMs`; one with an order key keeps its place, and its key waits. */
  retry(job: LeasedJob, delayMs: number, effects: Commit = {}): Promise<boolean> {
    const puts = backPuts(this.#keys, job.id, storedJob(job), this.#with.clock.now() + delayMs);
    return this.#settle(job, { puts }, effects);
  }

  /** Gives a job up, kept with the reason. */
  bury(job: LeasedJob, reason: string, effects: Commit = {}): Promise<boolean> {
    const { liveCounter, deadCounter } = this.#keys;
    const adds = [
      { counter: liveCounter, delta: -1 },
      { counter: deadCounter, delta: 1 },
    ];
    const value = { ...storedJob(job), attempt: job.attempt, reason } as unknown as Json;
    return this.#settle(job, { puts: [{ key: this.#keys.dead(job.id), value }], adds }, effects);
  }

  /** The first dead jobs by id, from `after` on. */
  async dead(limit: number, after?: string): Promise<readonly DeadJob[]> {
    const { deadPrefix: prefix } = this.#keys;
    const from = after === undefined ? {} : { after: this.#keys.dead(after) };
    const found = await this.#with.store.scan({ prefix, limit, ...from });
    return found.map(({ key, value }) => {
      const { reason, payload } = value as unknown as StoredJob;
      return { id: lastPart(key), reason: reason ?? '', payload };
    });
  }

  /** Makes a dead job ready again, from its first attempt; `false` when it is not among the dead. */
  redrive(id: string, effects: Commit = {}): Promise<boolean> {
    const now = this.#with.clock.now();
    return this.#revive(id, effects, ({ reason: _reason, ...job }) => ({
      puts: jobPuts(this.#keys, id, { ...job, attempt: 0 }, now),
      adds: [{ counter: this.#keys.liveCounter, delta: 1 }],
    }));
  }

  /** Forgets a dead job; `false` when it is not among the dead. */
  drop(id: string, effects: Commit = {}): Promise<boolean> {
    return this.#revive(id, effects, () => ({}));
  }

  /** From counters and the few jobs under lease: costs the same however long the queue is. */
  async counts(): Promise<QueueCounts> {
    const { store } = this.#with;
    const { liveCounter, deadCounter, leasedPrefix } = this.#keys;
    const [live = 0, dead = 0] = await store.counters([liveCounter, deadCounter]);
    const leased = (await store.scan({ prefix: leasedPrefix, limit: 10_000 })).length;
    return { ready: Math.max(live - leased, 0), leased, dead };
  }

  /** How to take jobs of a lane: by turns, so that neither kind keeps the other from being served. */
  async #ways(
    leaseMs: number,
  ): Promise<readonly ((lane: Lane, limit: number) => Promise<readonly LeasedJob[]>)[]> {
    const { store } = this.#with;
    const any = async (prefix: string): Promise<boolean> =>
      (await store.scan({ prefix, limit: 1 })).length > 0;
    const [ready, ordered] = await Promise.all([
      any(this.#keys.readyPrefixes),
      any(this.#keys.ticketPrefixes),
    ]);
    const ways = [
      ...(ordered ? [(lane: Lane, limit: number) => this.#ordered.claim(lane, limit, leaseMs)] : []),
      ...(ready ? [(lane: Lane, limit: number) => this.#claimReady(lane, limit, leaseMs)] : []),
    ];
    this.#orderedFirst = !this.#orderedFirst;
    return this.#orderedFirst ? ways : ways.toReversed();
  }

  async #claimReady(lane: Lane, limit: number, leaseMs: number): Promise<readonly LeasedJob[]> {
    const { store, clock, name } = this.#with;
    const now = clock.now();
    const leaseUntil = now + leaseMs;
    const moved = await store.claim({
      prefix: this.#keys.readyPrefix(lane),
      notAfter: this.#keys.readyUntil(lane, now),
      limit,
      into: this.#keys.leasedInto(leaseUntil),
    });
    return moved.map(({ key, value, version }) =>
      leasedJob(value as unknown as StoredJob, {
        id: lastPart(key),
        queue: name,
        key,
        version,
        leaseUntil,
      }),
    );
  }

  async #settle(job: LeasedJob, own: Commit, effects: Commit): Promise<boolean> {
    const lock = job.orderKey === undefined ? [] : [this.#keys.lock(job.lane, job.orderKey)];
    const result = await commitSettled(this.#with.store, {
      ...effects,
      checks: [{ key: job.key, version: job.version }, ...(effects.checks ?? [])],
      deletes: [job.key, ...lock, ...(effects.deletes ?? [])],
      puts: [...(own.puts ?? []), ...(effects.puts ?? [])],
      adds: [...(own.adds ?? []), ...(effects.adds ?? [])],
    });
    return result.ok;
  }

  async #revive(id: string, effects: Commit, back: (job: StoredJob) => Commit): Promise<boolean> {
    const key = this.#keys.dead(id);
    const [entry] = await this.#with.store.get([key]);
    if (entry === null || entry === undefined) return false;
    const own = back(entry.value as unknown as StoredJob);
    const result = await commitSettled(this.#with.store, {
      ...effects,
      checks: [{ key, version: entry.version }, ...(effects.checks ?? [])],
      deletes: [key, ...(effects.deletes ?? [])],
      puts: [...(own.puts ?? []), ...(effects.puts ?? [])],
      adds: [{ counter: this.#keys.deadCounter, delta: -1 }, ...(own.adds ?? []), ...(effects.adds ?? [])],
    });
    return result.ok;
  }

  /** Jobs whose worker went away are ready again. Stops where another worker is doing the same. */
  async #reap(): Promise<void> {
    const { store, clock } = this.#with;
    const now = clock.now();
    const leased = await store.scan({ prefix: this.#keys.leasedPrefix, limit: page });
    for (const entry of leased) {
      if (timeOf(entry.key) > now || !(await this.#giveBack(entry, now))) return;
    }
  }

  async #giveBack({ key, value, version }: Entry, now: number): Promise<boolean> {
    const job = value as unknown as StoredJob;
    const puts = backPuts(this.#keys, lastPart(key), job, now);
    const lock = job.ordered === undefined ? [] : [this.#keys.lock(job.lane, job.ordered.key)];
    const result = await this.#with.store.commit({
      checks: [{ key, version }],
      deletes: [key, ...lock],
      puts,
    });
    return result.ok;
  }
}

/** A job after an attempt that ended without settling it, due at `dueAt`. */
const backPuts = (keys: QueueKeys, id: string, job: StoredJob, dueAt: number): readonly Put[] => {
  const { ordered, attempt } = job;
  const place = ordered === undefined ? {} : { ordered: { ...ordered, notBefore: dueAt } };
  return jobPuts(keys, id, { ...job, ...place, attempt: attempt + 1 }, dueAt);
};
