import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, statfsSync, statSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const headroomOf = (path: string): string => `${path}-headroom`;

/** What one refused commit frees: a commit and the log of its pages, several times over. */
const step = 128 * 1024;

/** Of the space that is free: a small disk must not be filled by what is kept for the day it is full. */
const largestShare = 10;

/**
 * A file beside the database whose only worth is the space that it takes: on a full disk it gives way, step by step,
 * to commits that take risk away. Several processes share one. Nothing here fails: without it there is less space.
 */
export class Headroom {
  readonly #path: string;
  readonly #wanted: number;

  constructor(path: string, wanted: number) {
    this.#path = headroomOf(path);
    this.#wanted = wanted;
  }

  /** Bytes. */
  get size(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Makes it as large as it should be, as far as the disk has space to spare. */
  refill(): void {
    const missing = this.#wanted - this.size;
    if (missing <= 0) return;
    try {
      const { bavail, bsize } = statfsSync(dirname(this.#path));
      const bytes = Math.min(missing, Math.floor((bavail * bsize) / largestShare / step) * step);
      if (bytes <= 0) return;
      const descriptor = openSync(this.#path, 'a', 0o600);
      try {
        // No zeros: a disk that compresses would keep no space for them.
        writeSync(descriptor, randomFillSync(Buffer.allocUnsafe(bytes)));
      } finally {
        closeSync(descriptor);
      }
    } catch {
      // What was written of it counts.
    }
  }

  /** Frees a step of it; whether there was anything to free. */
  giveWay(): boolean {
    const { size } = this;
    if (size === 0) return false;
    try {
      truncateSync(this.#path, Math.max(0, size - step));
      return true;
    } catch {
      return false;
    }
  }
}
