import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hrtime } from 'node:process';
import { assertSameFile, type FileIdentity, identityOf } from './file-identity.ts';

/** Longer than the coarsest clock of a file system: two changes further apart differ in their time. */
const settledAfterNs = 2_000_000_000n;

/** A directory as it was seen: which one, and when a name in it was last made, moved or removed. */
interface Seen extends FileIdentity {
  readonly changedMs: number;
  /** When it was first seen like this, on the clock of the machine that never jumps. */
  readonly since: bigint;
  /** Whether the files were looked at again when no later change could bear the same time. */
  readonly isSettled: boolean;
}

/**
 * The files of an open database as they were when it was opened. SQLite goes on writing into files that were
 * moved or deleted, and what it writes there nobody finds again: so every call looks first. A few microseconds.
 *
 * The files themselves are looked at only after their directory has changed. Linux (6.13) gives a file whose time was
 * asked for a finer time at its next write, and a sync then has to write that as well: 45 µs for each commit.
 */
export class FilesInPlace {
  readonly #directory: string;
  readonly #files: ReadonlyMap<string, FileIdentity>;
  #seen: Seen | undefined;

  constructor(path: string) {
    const files = ['', '-wal', '-shm'].map((suffix) => path + suffix);
    this.#directory = dirname(path);
    this.#files = new Map(files.map((file) => [file, identityOf(file)]));
  }

  /** @throws {SqliteFailure} unavailable, so before anything was done. */
  assert(): void {
    const seen = this.#look();
    if (seen?.isSettled === true) return;
    // Forgotten should the next lines throw, so that the next call looks again.
    this.#seen = undefined;
    const isSettled = seen !== undefined && hrtime.bigint() - seen.since >= settledAfterNs;
    for (const [file, identity] of this.#files) assertSameFile(file, identity);
    if (seen !== undefined) this.#seen = { ...seen, isSettled };
  }

  #look(): Seen | undefined {
    const found = statSync(this.#directory, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const { dev: device, ino: inode, ctimeMs: changedMs } = found;
    const before = this.#seen;
    const same = before?.device === device && before.inode === inode && before.changedMs === changedMs;
    return same ? before : { device, inode, changedMs, since: hrtime.bigint(), isSettled: false };
  }
}
