import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { KillRequest } from './kill-report.ts';

export interface RaisedFlag {
  readonly reason: string;
  /** Who raised it. */
  readonly actor: string;
  /** Epoch ms. */
  readonly at: number;
  /** What whoever sees it does; default `entries`. */
  readonly mode?: KillRequest['mode'];
}

/**
 * A kill that needs no store: a file beside it, and a mark in memory for the process that raises it. `stopped` reads both
 * without waiting, so that it can be asked between the last await of a send and the send. Anybody may make the file by
 * hand: an empty one is a flag too.
 */
export class KillFlag {
  readonly path: string;
  #raisedHere: RaisedFlag | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Why nothing may be entered. A file that cannot be looked at counts as raised: nobody knows that it is not there. */
  readonly stopped = (): string | undefined => {
    if (this.#raisedHere !== undefined) return `killed: ${this.#raisedHere.reason}`;
    try {
      return statSync(this.path, { throwIfNoEntry: false }) === undefined
        ? undefined
        : `killed: ${this.path} is there`;
    } catch (error) {
      return `${this.path} cannot be looked at: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  /**
   * Stops this process at once, and others as soon as the file is there; durable when it returns. A flag that is raised
   * stays as it is, unless it asks for less than this one. @throws what the file system throws: this process is stopped
   * all the same.
   */
  raise(flag: RaisedFlag): void {
    this.#raisedHere ??= flag;
    const file = this.#create();
    if (file !== undefined) writeDurably(file, flag);
    else if (flag.mode === 'flatten' && this.#written()?.mode !== 'flatten') this.#replace(flag);
    // Also of a flag that stood there: whoever raised it may have died before its name was durable.
    syncDirectory(dirname(this.path));
  }

  /** `undefined`: there is one. */
  #create(): number | undefined {
    try {
      return openSync(this.path, 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw error;
    }
  }

  /** At no moment is there none. */
  #replace(flag: RaisedFlag): void {
    const beside = `${this.path}.${process.pid}`;
    writeDurably(openSync(beside, 'w'), flag);
    renameSync(beside, this.path);
  }

  /** The flag that is up, in the file or only here; one that says nothing, or cannot be read, asks for `entries`. */
  find(): RaisedFlag | undefined {
    const stopped = this.stopped();
    if (stopped === undefined) return undefined;
    return this.#written() ?? this.#raisedHere ?? { reason: stopped, actor: 'nobody known', at: 0 };
  }

  #written(): RaisedFlag | undefined {
    try {
      const { reason, actor, at, mode } = JSON.parse(readFileSync(this.path, 'utf8')) as Partial<RaisedFlag>;
      return {
        reason: typeof reason === 'string' ? reason : 'no reason is given',
        actor: typeof actor === 'string' ? actor : 'nobody known',
        at: typeof at === 'number' ? at : 0,
        mode: mode === 'flatten' ? 'flatten' : 'entries',
      };
    } catch {
      return undefined;
    }
  }

  /** What stands in the file, for people; `undefined`: there is none, or it cannot be read. */
  read(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8').trim();
    } catch {
      return undefined;
    }
  }

  /** For a process that goes on: the file alone counts again, such as when an operator elsewhere has resumed. */
  forget(): void {
    this.#raisedHere = undefined;
  }

  /** For an operator who has resumed. */
  lower(): void {
    rmSync(this.path, { force: true });
    this.#raisedHere = undefined;
  }
}

/** Closes the file. */
function writeDurably(file: number, flag: RaisedFlag): void {
  try {
    writeSync(file, `${JSON.stringify(flag)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
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
