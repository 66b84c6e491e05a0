import { MerkleTree } from '../merkle-tree.ts';
import { toBase64 } from '../note/base64.ts';
import type { AuditFinding } from './audit-report.ts';
import { leafAt } from './leaf-table.ts';

/** The records under one checkpoint, against their leaf table and its root. */
export class BlockCheck {
  readonly from: number;
  readonly #tree: MerkleTree;
  readonly #start: MerkleTree;
  readonly #hashes: Uint8Array | undefined;
  #suspect: { readonly firstBad: number; readonly expected: string; readonly actual: string } | undefined;

  /** `hashes`: the leaf table, `undefined` when it is not readable. */
  constructor(tree: MerkleTree, hashes: Uint8Array | undefined) {
    this.from = tree.size + 1;
    this.#tree = tree;
    this.#start = new MerkleTree(tree.size, tree.frontier);
    this.#hashes = hashes;
  }

  push(sequence: number, leaf: Uint8Array): void {
    this.#tree.push(leaf);
    if (this.#hashes === undefined || this.#suspect !== undefined) return;
    const listed = leafAt(this.#hashes, sequence - this.from);
    if (Buffer.compare(listed, leaf) === 0) return;
    this.#suspect = { firstBad: sequence, expected: toBase64(listed), actual: toBase64(leaf) };
  }

  /** A record that is not there; when an earlier one already differs, that one is where it begins. */
  missing(sequence: number, { size, root }: { readonly size: number; readonly root: string }): AuditFinding {
    const range = [this.from, size] as const;
    if (!this.#tableAgrees(root)) return { kind: 'missing-record', firstBad: sequence, range };
    if (this.#suspect !== undefined) return { kind: 'record-changed', range, ...this.#suspect };
    const listed = leafAt(this.#hashes ?? new Uint8Array(), sequence - this.from);
    return { kind: 'missing-record', firstBad: sequence, range, expected: toBase64(listed) };
  }

  /** What the root of the checkpoint says about the block, once every record was pushed. */
  finding(root: string): AuditFinding | undefined {
    const actual = this.#tree.root();
    const range = [this.from, this.#tree.size] as const;
    if (actual === root) {
      if (this.#suspect !== undefined) {
        return {
          kind: 'leaf-table-changed',
          range,
          ...this.#suspect,
          reason: 'the records agree with the root',
        };
      }
      if (this.#hashes !== undefined) return undefined;
      return {
        kind: 'leaf-table-changed',
        firstBad: this.from,
        range,
        reason: 'the leaf table cannot be read',
      };
    }
    if (this.#suspect !== undefined && this.#tableAgrees(root)) {
      return { kind: 'record-changed', range, ...this.#suspect };
    }
    return { kind: 'changed-within-range', range, expected: root, actual };
  }

  /** Only when the table leads to the root does a difference from it name the record. */
  #tableAgrees(root: string): boolean {
    const hashes = this.#hashes ?? new Uint8Array();
    for (let index = 0; index < hashes.length / 32; index += 1) this.#start.push(leafAt(hashes, index));
    return this.#start.root() === root;
  }
}
