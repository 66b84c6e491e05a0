import { sha256Bytes } from '../hash/sha256.ts';

/** RFC 6962: a leaf is SHA-256(0x00 ‖ sequence ‖ space ‖ stored text), so that a record cannot move. */
export const leafHash = (sequence: number, text: string): Uint8Array => sha256Bytes(`\0${sequence} ${text}`);

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const content = new Uint8Array(65);
  content[0] = 1;
  content.set(left, 1);
  content.set(right, 33);
  return sha256Bytes(content);
}

/** A growing Merkle tree that keeps only its O(log n) frontier. */
export class MerkleTree {
  readonly #frontier: Uint8Array[];
  #size: number;

  constructor(size = 0, frontier: readonly string[] = []) {
    this.#size = size;
    this.#frontier = frontier.map((hash) => Buffer.from(hash, 'base64'));
  }

  get size(): number {
    return this.#size;
  }

  /** Base64, from the largest subtree down. */
  get frontier(): readonly string[] {
    return this.#frontier.map((hash) => Buffer.from(hash).toString('base64'));
  }

  push(leaf: Uint8Array): void {
    let hash = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#frontier.pop();
      if (left !== undefined) hash = nodeHash(left, hash);
    }
    this.#frontier.push(hash);
    this.#size += 1;
  }

  /** Base64 of the tree head over all leaves so far. */
  root(): string {
    const [last, ...lower] = this.#frontier.toReversed();
    const root =
      last === undefined ? sha256Bytes('') : lower.reduce((right, left) => nodeHash(left, right), last);
    return Buffer.from(root).toString('base64');
  }
}
