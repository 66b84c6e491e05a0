import {
  type Check,
  type Lease,
  leaseCheck,
  releaseLease,
  renewLease,
  type Store,
  takeLease,
} from '@tradewarden/core';

/** Short, so that whoever follows a dead process still guards what has just filled within the three seconds of `protectWithinMs`. */
const ttlMs = 2000;

/** Makes this process the one that sends orders of an account, until another takes over after its end. */
export class AccountWriter {
  readonly #store: Store;
  readonly #key: string;
  readonly #owner: string;
  #lease: Lease | undefined;

  constructor(store: Store, key: string, owner: string) {
    this.#store = store;
    this.#key = key;
    this.#owner = owner;
  }

  /** Takes or renews the lease; `false`: another process is the writer. */
  async hold(): Promise<boolean> {
    if (this.#lease !== undefined) {
      if (this.#lease.until - this.#store.now() > ttlMs / 2) return true;
      this.#lease = await renewLease(this.#store, this.#lease);
      if (this.#lease !== undefined) return true;
    }
    const taken = await takeLease(this.#store, { key: this.#key, owner: this.#owner, ttlMs });
    if (taken.status === 'taken') this.#lease = taken.lease;
    return taken.status === 'taken';
  }

  /** For commits that lead to a send: they conflict once another process has taken over. */
  fence(): readonly Check[] {
    return this.#lease === undefined ? [] : [leaseCheck(this.#lease)];
  }

  async release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease !== undefined) await releaseLease(this.#store, lease);
  }
}
