import { StoreUnavailableError, StoreUnknownError } from '../errors/store-errors.ts';
import { observed } from './commit-diagnostics.ts';
import type { CommitResult, DriverCommit, StoreDriver } from './store-driver.ts';
import { withinLimit, type TimeLimit } from './time-limit.ts';

interface Waiting {
  readonly commit: DriverCommit;
  readonly since: number;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends commits in groups: a batch is what gathered while the batches before it ran, so one sync of the disk
 * or one round trip serves many callers. There is no timer: a lone commit leaves at the end of its tick.
 */
export class GroupCommit {
  readonly #driver: StoreDriver;
  readonly #limit: TimeLimit;
  readonly #slots: number;
  readonly #queue: Waiting[] = [];
  #running = 0;
  #late = 0;
  #scheduled = false;

  constructor(driver: StoreDriver, limit: TimeLimit) {
    this.#driver = driver;
    this.#limit = limit;
    this.#slots = Math.max(1, driver.description.parallelCommits);
  }

  async submit(commit: DriverCommit): Promise<CommitResult> {
    if (this.#late >= this.#slots) throw this.#notSent();
    const { promise, resolve, reject } = Promise.withResolvers<CommitResult>();
    this.#queue.push({ commit, since: this.#limit.clock.now(), resolve, reject });
    this.#schedule();
    return promise;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#fillSlots();
    });
  }

  #fillSlots(): void {
    while (this.#running < this.#slots) {
      const batch = this.#takeBatch();
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  #takeBatch(): readonly Waiting[] {
    const tooOld = this.#limit.clock.now() - this.#limit.ms;
    while (this.#queue[0] !== undefined && this.#queue[0].since < tooOld) {
      this.#queue.shift()?.reject(this.#notSent());
    }
    const most = Math.max(1, this.#driver.description.maximumBatch);
    const reduces = this.#queue[0]?.commit.reduces === true;
    // A full disk must not fail what reduces risk together with what adds to it.
    const other = this.#queue.findIndex(({ commit }) => (commit.reduces === true) !== reduces);
    return this.#queue.splice(0, other < 0 ? most : Math.min(most, other));
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    this.#running += 1;
    const answer = this.#send(batch);
    let isLate = false;
    const late = (): Error => {
      isLate = true;
      return this.#unknown(`did not answer a commit within ${this.#limit.ms} ms`);
    };
    try {
      const results = await withinLimit(answer, this.#limit, late);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(this.#unknown('gave no result for a commit'));
        else resolve(result);
      }
    } catch (error) {
      const failure = this.#toFailure(error);
      for (const { reject } of batch) reject(failure);
      if (isLate) await this.#keepSlotUntil(answer);
    }
    this.#running -= 1;
    this.#schedule();
  }

  /** Async, so that a driver that throws at once fails like one that rejects. */
  async #send(batch: readonly Waiting[]): Promise<readonly CommitResult[]> {
    const { description } = this.#driver;
    const answer = this.#driver.commit(batch.map(({ commit }) => commit));
    return observed(description.name, batch.length, answer);
  }

  /** A late call keeps its slot: the driver was promised no more than its number of parallel calls. */
  async #keepSlotUntil(answer: Promise<unknown>): Promise<void> {
    this.#late += 1;
    if (this.#late >= this.#slots) {
      for (const { reject } of this.#queue.splice(0)) reject(this.#notSent());
    }
    await Promise.allSettled([answer]);
    this.#late -= 1;
  }

  #toFailure(error: unknown): Error {
    if (StoreUnavailableError.isInstance(error) || StoreUnknownError.isInstance(error)) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return this.#unknown(`failed during a commit: ${reason}`, error);
  }

  #unknown(what: string, cause?: unknown): StoreUnknownError {
    const { name, location } = this.#driver.description;
    return new StoreUnknownError(`store ${name} (${location}) ${what}; it may have been applied`, cause);
  }

  #notSent(): StoreUnavailableError {
    const { name, location } = this.#driver.description;
    return new StoreUnavailableError(
      `store ${name} (${location}) has not answered for ${this.#limit.ms} ms; this commit was not sent`,
    );
  }
}
