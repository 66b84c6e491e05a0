import type { Json } from '../domain/json.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Check } from '../store/store-driver.ts';
import type { Entry, Store } from '../store/store.ts';

export interface LeaseRequest {
  /** Below the account, such as `bookKey(book, 'lease', 'sealer')`; `<key>/until` belongs to it too. */
  readonly key: string;
  /** Unique to this process, such as `ids.next('sealer')`. */
  readonly owner: string;
  readonly ttlMs: number;
}

/** Held until somebody takes over. Whatever it protects checks {@link leaseCheck} in its commit. */
export interface Lease extends LeaseRequest {
  /** The fencing token of commits: the version of the lease's key, which renewing leaves alone. */
  readonly token: number;
  /** For what lies outside the store: grows by one with every holder. */
  readonly epoch: number;
  /** Epoch ms on the store's clock; renew well before. */
  readonly until: number;
  /** Of `<key>/until`. */
  readonly untilVersion: number;
}

export type LeaseOutcome =
  | { readonly status: 'taken'; readonly lease: Lease }
  | { readonly status: 'held'; readonly owner: string; readonly until: number };

interface Holder {
  readonly owner: string;
  readonly epoch: number;
}

interface Term {
  readonly until: number;
  readonly ttlMs: number;
  /** Tells the terms of two holders apart. */
  readonly epoch: number;
}

/** Makes a commit conflict once another process has taken over, however late the clock of this one is. */
export const leaseCheck = ({ key, token }: Lease): Check => ({ key, version: token });

/** Takes a lease that is free, has run out, or is this owner's own; an earlier token of it is void from then on. */
export async function takeLease(store: Store, request: LeaseRequest): Promise<LeaseOutcome> {
  const { key, owner, ttlMs } = request;
  for (;;) {
    const [held, term] = await store.get([key, untilKey(key)]);
    const holder = valueOf(held) as unknown as Holder | undefined;
    const now = store.now();
    const current = valueOf(term) as unknown as Term | undefined;
    if (holder !== undefined && current !== undefined && holder.owner !== owner && runs(current, now))
      return { status: 'held', owner: holder.owner, until: current.until };
    const epoch = (holder?.epoch ?? 0) + 1;
    const until = now + ttlMs;
    const result = await commitSettled(store, {
      checks: [
        { key, version: held?.version ?? 0 },
        { key: untilKey(key), version: term?.version ?? 0 },
      ],
      puts: [
        { key, value: { owner, epoch } },
        { key: untilKey(key), value: { until, ttlMs, epoch } satisfies Term },
      ],
    });
    if (result.ok) {
      const { version } = result;
      return { status: 'taken', lease: { ...request, token: version, epoch, until, untilVersion: version } };
    }
  }
}

/** Holds on to a lease, also one that has run out and nobody took; `undefined` when it is lost: stop at once. */
export async function renewLease(store: Store, lease: Lease): Promise<Lease | undefined> {
  const { ttlMs, epoch } = lease;
  const until = store.now() + ttlMs;
  const key = untilKey(lease.key);
  const result = await commitSettled(store, {
    checks: [{ key, version: lease.untilVersion }, leaseCheck(lease)],
    puts: [{ key, value: { until, ttlMs, epoch } satisfies Term }],
  });
  return result.ok ? { ...lease, until, untilVersion: result.version } : undefined;
}

/** Lets go, so that another need not wait for the end; `false` when it was lost before. */
export async function releaseLease(store: Store, lease: Lease): Promise<boolean> {
  const key = untilKey(lease.key);
  const result = await commitSettled(
    store,
    { checks: [{ key, version: lease.untilVersion }, leaseCheck(lease)], deletes: [key] },
    (entry) => entry === null,
  );
  return result.ok;
}

const untilKey = (key: string): string => `${key}/until`;

/**
 * An end that is further off than two terms was written by a clock that has been put back since, and holds nobody
 * up. Taking over too early costs the holder its next commit and breaks nothing: its token is void.
 */
const runs = ({ until, ttlMs }: Term, now: number): boolean => now < until && until - now <= 2 * ttlMs;

const valueOf = (entry: Entry | null | undefined): Json | undefined => entry?.value;
