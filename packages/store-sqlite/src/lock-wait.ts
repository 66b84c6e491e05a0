import { randomInt } from 'node:crypto';
import { hrtime } from 'node:process';
import { isBusy, SqliteFailure } from './sqlite-failure.ts';

const longestPauseMicroseconds = 2000;

/**
 * Waits for a lock that another process holds, in pauses of random length up to 2 ms. SQLite's own busy handler
 * backs off up to 100 ms and starves whoever loses twice. Blocks its thread, so it belongs into the worker; it
 * measures the machine's time because a lock is held by the machine, whatever the clock of the store says.
 */
export class LockWait {
  readonly #path: string;
  readonly #limitMs: number;
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));

  constructor(path: string, limitMs: number) {
    this.#path = path;
    this.#limitMs = limitMs;
  }

  /** @throws {SqliteFailure} unavailable, when the lock was not free in time. */
  untilFree<T>(attempt: () => T): T {
    const start = hrtime.bigint();
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (Number(hrtime.bigint() - start) / 1e6 >= this.#limitMs) throw this.#gaveUp(error);
      }
      Atomics.wait(this.#cell, 0, 0, randomInt(longestPauseMicroseconds) / 1000);
    }
  }

  #gaveUp(cause: unknown): SqliteFailure {
    const message = `${this.#path} was locked by another process for ${this.#limitMs} ms; nothing was written`;
    return new SqliteFailure('unavailable', message, cause);
  }
}
