import type { LogHead, ReadQuery, ScanQuery, StoredEntry, StoredLogEntry } from '@tradewarden/core';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { LockWait } from './lock-wait.ts';
import { inSnapshot } from './transaction.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Above every key: they are printable ASCII. */
const afterEveryKey = '\u007f';

/** Reads of one snapshot each. Writers of other processes do not disturb them, except while one recovers the file. */
export class Reader {
  readonly #database: DatabaseSync;
  readonly #wait: LockWait;
  readonly #entry: StatementSync;
  readonly #counter: StatementSync;
  readonly #scan: StatementSync;
  readonly #read: StatementSync;
  readonly #head: StatementSync;

  constructor(database: DatabaseSync, wait: LockWait) {
    this.#database = database;
    this.#wait = wait;
    this.#entry = database.prepare('SELECT k, v, ver FROM kv WHERE k = ? AND (exp IS NULL OR exp > ?)');
    this.#counter = database.prepare('SELECT n FROM ctr WHERE k = ?');
    this.#scan = database.prepare(
      `SELECT k, v, ver FROM kv
       WHERE k >= ? AND k > ? AND k < ? AND (exp IS NULL OR exp > ?) ORDER BY k LIMIT ?`,
    );
    this.#read = database.prepare('SELECT seq, v FROM log WHERE name = ? AND seq > ? ORDER BY seq LIMIT ?');
    this.#head = database.prepare('SELECT seq, first FROM head WHERE name = ?');
  }

  get(keys: readonly string[], now: number): readonly (StoredEntry | null)[] {
    return this.#snapshot(() =>
      keys.map((key) => {
        const row = this.#entry.get(key, now);
        return row === undefined ? null : toEntry(row);
      }),
    );
  }

  counters(names: readonly string[]): readonly number[] {
    return this.#snapshot(() => names.map((name) => Number(this.#counter.get(name)?.['n'] ?? 0)));
  }

  scan({ prefix, after = '', limit }: ScanQuery, now: number): readonly StoredEntry[] {
    const rows = this.#wait.untilFree(() =>
      this.#scan.all(prefix, after, prefix + afterEveryKey, now, limit),
    );
    return rows.map(toEntry);
  }

  read(log: string, { after, limit }: ReadQuery): readonly StoredLogEntry[] {
    const rows = this.#wait.untilFree(() => this.#read.all(log, after, limit));
    return rows.map((row) => ({ sequence: Number(row['seq']), value: String(row['v']) }));
  }

  head(log: string): LogHead {
    const row = this.#wait.untilFree(() => this.#head.get(log));
    return { first: Number(row?.['first'] ?? 1), last: Number(row?.['seq'] ?? 0) };
  }

  #snapshot<T>(body: () => T): T {
    return this.#wait.untilFree(() => inSnapshot(this.#database, body));
  }
}

function toEntry(row: Row): StoredEntry {
  return { key: String(row['k']), value: String(row['v']), version: Number(row['ver']) };
}
