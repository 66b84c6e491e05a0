import type { Add, CommitResult, DriverCommit } from '@tradewarden/core';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LockWait } from './lock-wait.ts';
import { Sweeps } from './sweeps.ts';
import { inTransaction } from './transaction.ts';

type Refusal = Exclude<CommitResult, { readonly ok: true }>;

/** Expired keys removed per batch: enough to keep up, too few to be noticed. */
const expiredPerBatch = 100;

/**
 * Applies a batch in one transaction, so with one sync of the disk. Each commit is tested as a whole before its
 * first write; one that is refused has written nothing, and its neighbours need no savepoint.
 */
export class BatchWriter {
  readonly #database: DatabaseSync;
  readonly #wait: LockWait;
  readonly #findVersion: StatementSync;
  readonly #findCounter: StatementSync;
  readonly #setCounter: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #nextSequence: StatementSync;
  readonly #append: StatementSync;
  readonly #lastVersion: StatementSync;
  readonly #setLastVersion: StatementSync;
  readonly #forgetExpired: StatementSync;
  readonly #sweeps = new Sweeps();

  constructor(database: DatabaseSync, wait: LockWait) {
    this.#database = database;
    this.#wait = wait;
    this.#findVersion = database.prepare('SELECT ver FROM kv WHERE k = ? AND (exp IS NULL OR exp > ?)');
    this.#findCounter = database.prepare('SELECT n FROM ctr WHERE k = ?');
    this.#setCounter = database.prepare(
      'INSERT INTO ctr (k, n) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET n = excluded.n',
    );
    this.#put = database.prepare(
      `INSERT INTO kv (k, v, ver, exp) VALUES (?, ?, ?, ?)
       ON CONFLICT (k) DO UPDATE SET v = excluded.v, ver = excluded.ver, exp = excluded.exp`,
    );
    this.#delete = database.prepare('DELETE FROM kv WHERE k = ?');
    this.#nextSequence = database.prepare(
      'INSERT INTO head (name, seq) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET seq = seq + 1 RETURNING seq',
    );
    this.#append = database.prepare('INSERT INTO log (name, seq, v) VALUES (?, ?, ?)');
    this.#lastVersion = database.prepare("SELECT seq FROM head WHERE name = ' version'");
    this.#setLastVersion = database.prepare("UPDATE head SET seq = ? WHERE name = ' version'");
    const numbers = [this.#findVersion, this.#findCounter, this.#nextSequence, this.#lastVersion];
    for (const statement of numbers) statement.setReturnArrays(true);
    this.#forgetExpired = database.prepare(
      `DELETE FROM kv WHERE k IN (SELECT k FROM kv WHERE exp <= ? LIMIT ${expiredPerBatch})`,
    );
  }

  write(batch: readonly DriverCommit[], now: number): readonly CommitResult[] {
    return inTransaction(this.#database, this.#wait, () => {
      if (this.#sweeps.isDue(now, batch.length)) this.#forgetExpired.run(now);
      const before = numberIn(this.#lastVersion.get());
      let version = before;
      const results = batch.map((commit): CommitResult => {
        const sums = new Map<string, number>();
        const refusal = this.#test(commit, now, sums);
        if (refusal !== undefined) return refusal;
        version += 1;
        return this.#apply(commit, { now, version, sums });
      });
      if (version > before) this.#setLastVersion.run(version);
      return results;
    });
  }

  /** Fills `sums` with the counters as they are to become. */
  #test({ checks, adds }: DriverCommit, now: number, sums: Map<string, number>): Refusal | undefined {
    for (const { key, version } of checks) {
      const found = numberIn(this.#findVersion.get(key, now));
      if (found !== version) return { ok: false, reason: 'conflict', key, version: found };
    }
    for (const add of adds) {
      const sum = (sums.get(add.counter) ?? this.#counter(add.counter)) + add.delta;
      if (!isWithin(sum, add)) {
        return { ok: false, reason: 'bound', counter: add.counter, value: this.#counter(add.counter) };
      }
      sums.set(add.counter, sum);
    }
    return undefined;
  }

  #apply(
    { puts, deletes, appends }: DriverCommit,
    {
      now,
      version,
      sums,
    }: { readonly now: number; readonly version: number; readonly sums: Map<string, number> },
  ): CommitResult {
    for (const [counter, sum] of sums) this.#setCounter.run(counter, sum);
    for (const { key, value, ttlMs } of puts) {
      this.#put.run(key, value, version, ttlMs === undefined ? null : now + ttlMs);
    }
    for (const key of deletes) this.#delete.run(key);
    const sequences = appends.map(({ log, value }) => {
      const sequence = numberIn(this.#nextSequence.get(log));
      this.#append.run(log, sequence, value);
      return sequence;
    });
    return { ok: true, version, sequences };
  }

  #counter(name: string): number {
    return numberIn(this.#findCounter.get(name));
  }
}

/** The only column of a row, 0 without a row. A row with names in it costs more than to find it. */
const numberIn = (row: unknown): number => Number((row as readonly unknown[] | undefined)?.[0] ?? 0);

/** A sum outside the safe integers is out of bounds whatever the bounds are. */
function isWithin(
  sum: number,
  { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Add,
): boolean {
  return Number.isSafeInteger(sum) && sum >= min && sum <= max;
}
