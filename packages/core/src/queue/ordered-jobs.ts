import type { Clock } from '../clock/clock.ts';
import type { Json } from '../domain/json.ts';
import type { Entry, Store } from '../store/store.ts';
import type { Lane, LeasedJob } from './job.ts';
import { lastPart, type QueueKeys, timeOf } from './queue-keys.ts';
import { leasedJob, type StoredJob } from './stored-job.ts';

interface OrderedJobsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly queue: string;
  readonly keys: QueueKeys;
}

const page = 100;

/**
 * Takes jobs that have an order key. Each key has a ticket, so that a key whose first job waits costs one look and
 * holds up no other; its lock exists exactly as long as one of its jobs is leased, since both come and go together.
 */
export class OrderedJobs {
  readonly #with: OrderedJobsOptions;
  /** The key served last in each lane: the next look begins after it, so that keys take turns. */
  readonly #served = new Map<Lane, string>();

  constructor(options: OrderedJobsOptions) {
    this.#with = options;
  }

  /** At most one job of each order key. */
  async claim(lane: Lane, limit: number, leaseMs: number): Promise<readonly LeasedJob[]> {
    const taken: LeasedJob[] = [];
    const start = this.#served.get(lane);
    if (start === undefined) await this.#walk(lane, undefined, undefined, limit, leaseMs, taken);
    else {
      await this.#walk(lane, start, undefined, limit, leaseMs, taken);
      if (taken.length < limit) await this.#walk(lane, undefined, start, limit, leaseMs, taken);
    }
    return taken;
  }

  /** Tickets after `from`, up to and including `to`. */
  async #walk(
    lane: Lane,
    from: string | undefined,
    to: string | undefined,
    limit: number,
    leaseMs: number,
    taken: LeasedJob[],
  ): Promise<void> {
    const { store, keys } = this.#with;
    const prefix = keys.ticketPrefix(lane);
    for (let after = from; ;) {
      const tickets = await store.scan({ prefix, limit: page, ...(after === undefined ? {} : { after }) });
      if (tickets.length === 0) return;
      const locks = await store.get(tickets.map(({ key }) => keys.lock(lane, lastPart(key))));
      for (const [index, ticket] of tickets.entries()) {
        if (taken.length >= limit || (to !== undefined && ticket.key > to)) return;
        if (locks[index] !== null) continue;
        const job = await this.#first(lane, ticket, leaseMs);
        if (job === undefined) continue;
        this.#served.set(lane, ticket.key);
        taken.push(job);
      }
      if (tickets.length < page) return;
      after = tickets.at(-1)?.key;
    }
  }

  async #first(lane: Lane, ticket: Entry, leaseMs: number): Promise<LeasedJob | undefined> {
    const { store, clock, keys, queue } = this.#with;
    const orderKey = lastPart(ticket.key);
    const [head] = await store.scan({ prefix: keys.waitingPrefix(lane, orderKey), limit: 1 });
    if (head === undefined) {
      // Whoever enqueues meanwhile puts the ticket again: then its version differs, and it stays.
      await store.commit({
        checks: [{ key: ticket.key, version: ticket.version }],
        deletes: [ticket.key],
      });
      return undefined;
    }
    const stored = head.value as unknown as StoredJob;
    const now = clock.now();
    if (Math.max(timeOf(head.key), stored.ordered?.notBefore ?? 0) > now) return undefined;
    const id = lastPart(head.key);
    const leaseUntil = now + leaseMs;
    const key = keys.leased(leaseUntil, id);
    const lock = keys.lock(lane, orderKey);
    const result = await store.commit({
      checks: [
        { key: head.key, version: head.version },
        { key: lock, version: 0 },
        { key, version: 0 },
      ],
      deletes: [head.key],
      puts: [
        { key, value: stored as unknown as Json },
        { key: lock, value: id },
      ],
    });
    return result.ok ? leasedJob(stored, { id, queue, key, version: result.version, leaseUntil }) : undefined;
  }
}
