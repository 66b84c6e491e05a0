/**
 * What is wrong. `changed-within-range`: the leaf table was rewritten too, so that only the checkpoint speaks.
 * `checkpoint-changed`, `seal-state-changed`, `foreign-record`: rows that no sealer or writer of this log left so.
 */
export type AuditFault =
  | 'record-changed'
  | 'missing-record'
  | 'foreign-record'
  | 'changed-within-range'
  | 'leaf-table-changed'
  | 'checkpoint-changed'
  | 'seal-state-changed'
  | 'bad-signature'
  | 'unsigned'
  | 'rolled-back-or-truncated'
  | 'history-rewritten'
  | 'bad-anchor';

/** What one fault says; absent members could not be told. */
export interface AuditFinding {
  readonly kind: AuditFault;
  /** Sequence of the first record that is wrong or missing. */
  readonly firstBad?: number;
  /** The fault is within these sequences. */
  readonly range?: readonly [number, number];
  /** Base64 of the leaf hash or root that was sealed or anchored, and of what is found instead. */
  readonly expected?: string;
  readonly actual?: string;
  /** Why, when the kind does not say it. */
  readonly reason?: string;
}

export interface ReportedCheckpoint {
  /** Counted from 1. */
  readonly index: number;
  readonly size: number;
  /** Time of the last record under it; it was sealed after that. */
  readonly at?: string;
}

export interface AuditReport extends Partial<AuditFinding> {
  readonly ok: boolean;
  /** Up to here everything agrees with a checkpoint. */
  readonly lastGood: number;
  /** The one that a fault was found at, else the last. */
  readonly checkpoint?: ReportedCheckpoint;
  readonly checked: number;
  /** Records younger than the last checkpoint: protected by the store alone. */
  readonly unsealed: number;
  readonly checkpoints: number;
  /** Records up to here were trimmed; their hashes are still under the checkpoints. */
  readonly trimmed?: number;
  /** Names of the given keys whose signatures verified. */
  readonly signedBy: readonly string[];
  /** Whether every checkpoint that was checked is signed by a given key. */
  readonly signed: boolean;
  /** How many anchors agreed. */
  readonly anchors: number;
}
