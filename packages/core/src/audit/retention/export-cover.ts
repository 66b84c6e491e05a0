import { createHash } from 'node:crypto';
import { exportedLeaves } from '../export/verify-export.ts';
import type { ReferenceLeaf } from '../verify/reference-leaves.ts';

/** Watches an export go by twice: whether it holds every record of a range, and what its file hashes to. */
export class ExportCover {
  readonly #to: number;
  readonly #hash = createHash('sha256');
  #next: number;

  constructor(from: number, to: number) {
    this.#next = from;
    this.#to = to;
  }

  get isWhole(): boolean {
    return this.#next > this.#to;
  }

  async *leaves(lines: AsyncIterable<string>): AsyncGenerator<ReferenceLeaf, void> {
    for await (const leaf of exportedLeaves(lines)) {
      if (leaf.sequence === this.#next) this.#next += 1;
      yield leaf;
    }
  }

  /** The lines as they are, hashed with the line feed behind each as they stand in a file. */
  async *hashed(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
    for await (const line of lines) {
      this.#hash.update(`${line}\n`);
      yield line;
    }
  }

  /** Hex; once, after {@link hashed} has ended. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}
