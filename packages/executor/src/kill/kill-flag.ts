import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RaisedFlag {
  readonly reason: string;
  /** Who raised it. */
  readonly actor: string;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * A kill that needs no store: a file beside it, and a mark in memory for the process that raises it. `stopped` reads both
 * without waiting, so that it can be asked between the last await of a send and the send.
 */
export class KillFlag {
  readonly #path: string;
  #raisedHere: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Why nothing may be entered. A file that cannot be looked at counts as raised: nobody knows that it is not there. */
  readonly stopped = (): string | undefined => {
    if (this.#raisedHere !== undefined) return this.#raisedHere;
    try {
      return statSync(this.#path, { throwIfNoEntry: false }) === undefined
        ? undefined
        : `killed: ${this.#path} is there`;
    } catch (error) {
      return `${this.#path} cannot be looked at: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  /**
   * Stops this process at once, and others as soon as the file is there; durable when it returns. A flag that is raised
   * stays as it is. @throws what the file system throws: this process is stopped all the same.
   */
  raise(flag: RaisedFlag): void {
    this.#raisedHere ??= `killed: ${flag.reason}`;
    const file = this.#create();
    if (file !== undefined) {
      try {
        writeSync(file, `${JSON.stringify(flag)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
    // Also of a flag that stood there: whoever raised it may have died before its name was durable.
    syncDirectory(dirname(this.#path));
  }

  /** `undefined`: there is one. */
  #create(): number | undefined {
    try {
      return openSync(this.#path, 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw error;
    }
  }

  /** What stands in the file, for people; `undefined`: there is none, or it cannot be read. */
  read(): string | undefined {
    try {
      return readFileSync(this.#path, 'utf8').trim();
    } catch {
      return undefined;
    }
  }

  /** For an operator who has resumed. */
  lower(): void {
    rmSync(this.#path, { force: true });
    this.#raisedHere = undefined;
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
