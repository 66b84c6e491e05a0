import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LockWait } from './lock-wait.ts';
import { inTransaction } from './transaction.ts';

/** Few enough that a commit which waits behind a step hardly notices it. */
const entriesPerStep = 2000;

/** Forgets the oldest entries of a log in steps; after each the log is whole, only shorter. */
export class LogTrimmer {
  readonly #database: DatabaseSync;
  readonly #wait: LockWait;
  readonly #head: StatementSync;
  readonly #setFirst: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync, wait: LockWait) {
    this.#database = database;
    this.#wait = wait;
    this.#head = database.prepare('SELECT seq, first FROM head WHERE name = ?');
    this.#setFirst = database.prepare('UPDATE head SET first = ? WHERE name = ?');
    this.#forget = database.prepare('DELETE FROM log WHERE name = ? AND seq < ?');
  }

  /** One step; whether nothing up to `upTo` is left. `head` keeps the last sequence, so numbers go on. */
  step(log: string, upTo: number): boolean {
    return inTransaction(this.#database, this.#wait, () => {
      const head = this.#head.get(log);
      const [first, last] = [Number(head?.['first'] ?? 1), Number(head?.['seq'] ?? 0)];
      const goal = Math.min(upTo, last) + 1;
      if (goal <= first) return true;
      const next = Math.min(goal, first + entriesPerStep);
      this.#setFirst.run(next, log);
      this.#forget.run(log, next);
      return next === goal;
    });
  }
}
