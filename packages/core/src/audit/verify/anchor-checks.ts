import type { MerkleTree } from '../merkle-tree.ts';
import { type CheckpointNote, parseCheckpoint } from '../note/checkpoint.ts';
import type { AuditFinding } from './audit-report.ts';
import type { TrustedKeys } from './trusted-keys.ts';

/** Compares a growing tree with checkpoints that were kept elsewhere. */
export class AnchorChecks {
  readonly #waiting: CheckpointNote[] = [];
  /** The first anchor that cannot be used. */
  readonly bad: AuditFinding | undefined;
  /** How many anchors agreed so far. */
  agreed = 0;
  /** Set at the first anchor that does not agree. */
  differs: AuditFinding | undefined;
  #lastAgreed = 0;

  constructor(notes: readonly string[], origin: string, keys: TrustedKeys) {
    for (const text of notes) {
      const anchor = parseCheckpoint(text);
      const reason = anchor === undefined ? 'not a checkpoint' : problemOf(anchor, origin, keys);
      if (anchor !== undefined && reason === undefined) this.#waiting.push(anchor);
      else
        this.bad ??= { kind: 'bad-anchor', reason: `${reason ?? ''}: ${JSON.stringify(text.slice(0, 120))}` };
    }
    this.#waiting.sort((left, right) => right.size - left.size);
  }

  /** To be told of every size that the tree reaches. */
  at(tree: MerkleTree): void {
    for (let next = this.#waiting.at(-1); next?.size === tree.size; next = this.#waiting.at(-1)) {
      this.#waiting.pop();
      const actual = tree.root();
      if (actual === next.root) {
        this.agreed += 1;
        this.#lastAgreed = next.size;
      } else {
        this.differs ??= {
          kind: 'history-rewritten',
          range: [this.#lastAgreed + 1, next.size],
          expected: next.root,
          actual,
        };
      }
    }
  }

  /** The largest anchor that the log no longer reaches. */
  beyond(): AuditFinding | undefined {
    const [largest] = this.#waiting;
    return largest === undefined
      ? undefined
      : {
          kind: 'rolled-back-or-truncated',
          reason: `an anchor has ${largest.size} records`,
          expected: largest.root,
        };
  }
}

function problemOf(anchor: CheckpointNote, origin: string, keys: TrustedKeys): string | undefined {
  if (anchor.origin !== origin) return `the anchor is about ${anchor.origin}, not ${origin}`;
  const judged = keys.judge(anchor);
  return judged.ok ? undefined : judged.reason;
}
