import type { CommitResult, DriverCommit } from '@tradewarden/core';
import type { DatabaseSync } from 'node:sqlite';
import type { BatchWriter } from './batch-writer.ts';
import type { Headroom } from './headroom.ts';
import { isFull, SqliteFailure } from './sqlite-failure.ts';

/**
 * Writes batches; on a full disk, those that take risk away with the space that is kept for them. Others are refused
 * by SQLite once they do not fit into the journal, which on its second round overwrites itself and needs no space for
 * up to 4,000 pages; and from here once anything of the headroom was given.
 */
export class ReducingWriter {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #writer: BatchWriter;
  readonly #headroom: Headroom;
  /** As large as it was when the file was opened. */
  readonly #kept: number;

  constructor(database: DatabaseSync, path: string, writer: BatchWriter, headroom: Headroom) {
    this.#database = database;
    this.#path = path;
    this.#writer = writer;
    this.#headroom = headroom;
    this.#kept = headroom.size;
  }

  write(batch: readonly DriverCommit[], now: number): readonly CommitResult[] {
    if (!batch.every((commit) => commit.reduces === true)) {
      this.#assertSpaceIsKept();
      return this.#writer.write(batch, now);
    }
    try {
      return this.#writer.write(batch, now);
    } catch (error) {
      if (!isFull(error, this.#path)) throw error;
      return this.#writeWithHeadroom(batch, now, error);
    }
  }

  /** What gave way did so for others: it comes first when there is space again. */
  #assertSpaceIsKept(): void {
    if (this.#headroom.size >= this.#kept) return;
    this.#headroom.refill();
    if (this.#headroom.size < this.#kept) throw SqliteFailure.full(this.#path);
  }

  #writeWithHeadroom(batch: readonly DriverCommit[], now: number, first: unknown): readonly CommitResult[] {
    let failure = first;
    while (this.#headroom.giveWay()) {
      this.#reuseJournal();
      try {
        return this.#writer.write(batch, now);
      } catch (error) {
        if (!isFull(error, this.#path)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  /** Once its pages are in the file, the journal starts over within the space that it has. */
  #reuseJournal(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(RESTART)');
    } catch {
      // No space for that either, or a reader is in the way: then the journal grows.
    }
  }
}
