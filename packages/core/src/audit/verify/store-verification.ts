import type { LogEntry, Store } from '../../store/store.ts';
import { auditLog } from '../audit-record.ts';
import { logEntries, pageOf } from '../log-entries.ts';
import { leafHash, MerkleTree } from '../merkle-tree.ts';
import { auditOrigin, type CheckpointNote, parseCheckpoint } from '../note/checkpoint.ts';
import { checkpointLog, largestBlock, leafLog } from '../seal-state.ts';
import { AnchorChecks } from './anchor-checks.ts';
import type { AuditFinding, AuditReport, ReportedCheckpoint } from './audit-report.ts';
import { BlockCheck } from './block-check.ts';
import { leafAt, readLeafBlock } from './leaf-table.ts';
import { ReferenceWalk } from './reference-leaves.ts';
import { type SealReading, readSealBefore, sealFinding } from './seal-check.ts';
import { TrimWitness } from './trim-witness.ts';
import { TrustedKeys } from './trusted-keys.ts';
import type { VerifyOptions } from './verify-audit.ts';

/** One pass over the log of a store. */
export class StoreVerification {
  readonly reference: ReferenceWalk;
  readonly #store: Store;
  readonly #account: string;
  readonly #signal: AbortSignal | undefined;
  readonly #keys: TrustedKeys;
  readonly #anchors: AnchorChecks;
  readonly #tree = new MerkleTree();
  readonly #signedBy = new Set<string>();
  readonly #trims = new TrimWitness();
  #signed = true;
  #checkpoints = 0;
  #lastGood = 0;
  #unsealed = 0;
  #trimmed = 0;
  #at: ReportedCheckpoint | undefined;
  #lastText = '';

  constructor(store: Store, account: string, options: VerifyOptions) {
    this.#store = store;
    this.#account = account;
    this.#signal = options.signal;
    this.#keys = new TrustedKeys(options.keys ?? []);
    this.#anchors = new AnchorChecks(options.anchors ?? [], auditOrigin(account), this.#keys);
    this.reference = new ReferenceWalk(options.reference);
  }

  report(): Omit<AuditReport, 'ok'> {
    return {
      lastGood: this.#lastGood,
      ...(this.#at === undefined ? {} : { checkpoint: this.#at }),
      checked: this.#tree.size,
      unsealed: this.#unsealed,
      checkpoints: this.#checkpoints,
      ...(this.#trimmed === 0 ? {} : { trimmed: this.#trimmed }),
      signedBy: [...this.#signedBy].toSorted(),
      signed: this.#signed && this.#checkpoints > 0,
      anchors: this.#anchors.agreed,
    };
  }

  async firstFinding(): Promise<AuditFinding | undefined> {
    if (this.#anchors.bad !== undefined) return this.#anchors.bad;
    const seal = await readSealBefore(this.#store, this.#account);
    const { last: count } = await this.#store.head(checkpointLog(this.#account));
    return (await this.#blocks(seal, count)) ?? this.#ending(seal, count);
  }

  async #blocks(seal: SealReading, count: number): Promise<AuditFinding | undefined> {
    const { first } = await this.#store.head(auditLog(this.#account));
    this.#trimmed = first - 1;
    const checkpoints = this.#entries(checkpointLog(this.#account), pageOf.checkpoints);
    const leaves = this.#entries(leafLog(this.#account), pageOf.leaves);
    const records = this.#entries(auditLog(this.#account), pageOf.records);
    /** A fault that only an unsigned checkpoint speaks of: the next one tells whether it was the checkpoint. */
    let pending: AuditFinding | undefined;
    let block: LogEntry | undefined;
    for (let index = 1; index <= count; index += 1) {
      this.#signal?.throwIfAborted();
      const row = await step(checkpoints);
      const checkpoint = row?.sequence === index ? checkpointOf(row) : undefined;
      if (block === undefined || block.sequence < index) block = await step(leaves);
      const found = this.#problemOf(checkpoint, index);
      if (checkpoint === undefined || found !== undefined) return pending ?? found;
      const { finding, signed } = await this.#block(
        checkpoint,
        block?.sequence === index ? block : undefined,
        records,
      );
      if (pending !== undefined) {
        return finding === undefined ? { ...pending, kind: 'checkpoint-changed' } : pending;
      }
      if (finding === undefined) {
        this.#lastGood = checkpoint.size;
        continue;
      }
      if (signed || finding.kind !== 'changed-within-range') return finding;
      pending = finding;
    }
    if (pending === undefined) return undefined;
    return seal.root === this.#tree.root() ? { ...pending, kind: 'checkpoint-changed' } : pending;
  }

  /** What is wrong with a checkpoint by itself. */
  #problemOf(checkpoint: CheckpointNote | undefined, index: number): AuditFinding | undefined {
    const from = this.#tree.size + 1;
    if (checkpoint === undefined) {
      this.#at = { index, size: this.#tree.size };
      return {
        kind: 'checkpoint-changed',
        firstBad: from,
        reason: `checkpoint ${index} is not there or not readable`,
      };
    }
    const { size, origin } = checkpoint;
    this.#at = { index, size };
    this.#checkpoints = index;
    const range = [from, Math.max(from, size)] as const;
    if (origin !== auditOrigin(this.#account)) {
      return { kind: 'checkpoint-changed', range, reason: `it is about ${origin}` };
    }
    const judged = this.#keys.judge(checkpoint);
    if (!judged.ok) return { kind: judged.kind, range, reason: judged.reason };
    for (const name of judged.signedBy) this.#signedBy.add(name);
    if (judged.signedBy.length === 0) this.#signed = false;
    if (size >= from && size < from + largestBlock) return undefined;
    return { kind: 'checkpoint-changed', range, reason: `its size does not follow ${from - 1}` };
  }

  async #block(
    checkpoint: CheckpointNote,
    row: LogEntry | undefined,
    records: AsyncGenerator<LogEntry, void>,
  ): Promise<{ readonly finding: AuditFinding | undefined; readonly signed: boolean }> {
    const { size, root } = checkpoint;
    const from = this.#tree.size + 1;
    const hashes = readLeafBlock(row?.text, from, size - from + 1);
    if (from <= this.#trimmed && hashes === undefined)
      return { finding: tableFault(from, size), signed: true };
    const check = new BlockCheck(this.#tree, hashes);
    const judged = this.#keys.judge(checkpoint);
    const signed = judged.ok && judged.signedBy.length > 0;
    for (let sequence = from; sequence <= size; sequence += 1) {
      const leaf = await this.#leaf(sequence, hashes, from, records);
      if (leaf === undefined) return { finding: check.missing(sequence, checkpoint), signed };
      check.push(sequence, leaf);
      this.#anchors.at(this.#tree);
      await this.reference.compare(sequence, leaf);
    }
    const at = /"ts":"([^"]{1,40})"/.exec(this.#lastText)?.[1];
    this.#at = { index: this.#checkpoints, size, ...(at === undefined ? {} : { at }) };
    const finding = check.finding(root);
    if (size <= this.#trimmed && finding !== undefined)
      return { finding: tableFault(from, size), signed: true };
    return { finding: finding ?? this.#anchors.differs, signed };
  }

  /** Of a record, or of the leaf table where it is trimmed: in steps, so that a block may be trimmed in part. */
  async #leaf(
    sequence: number,
    hashes: Uint8Array | undefined,
    from: number,
    records: AsyncGenerator<LogEntry, void>,
  ): Promise<Uint8Array | undefined> {
    if (sequence <= this.#trimmed && hashes !== undefined) return leafAt(hashes, sequence - from);
    const record = await step(records);
    if (record?.sequence !== sequence) return undefined;
    this.#lastText = record.text;
    this.#trims.see(record.text);
    return leafHash(sequence, record.text);
  }

  async #ending(seal: SealReading, count: number): Promise<AuditFinding | undefined> {
    const { last } = await this.#store.head(auditLog(this.#account));
    this.#unsealed = last - this.#tree.size;
    if (!this.#trims.covers(this.#trimmed)) {
      return {
        kind: 'missing-record',
        firstBad: 1,
        range: [1, this.#trimmed],
        reason: 'no record speaks of a trim',
      };
    }
    const atEnd = { store: this.#store, account: this.#account, seal, count, tree: this.#tree };
    return (
      this.#anchors.beyond() ??
      (await sealFinding(atEnd)) ??
      (this.reference.firstDifference === undefined ? undefined : { kind: 'history-rewritten' })
    );
  }

  #entries(log: string, page: number): AsyncGenerator<LogEntry, void> {
    return logEntries(this.#store, log, { after: 0, page });
  }
}

/** Of trimmed records only the table is left, so the table it is. */
const tableFault = (from: number, size: number): AuditFinding => ({
  kind: 'leaf-table-changed',
  firstBad: from,
  range: [from, size],
  reason: 'these records are trimmed, and the table of their hashes does not lead to the root',
});

const checkpointOf = (row: LogEntry): CheckpointNote | undefined => {
  try {
    return typeof row.value === 'string' && JSON.stringify(row.value) === row.text
      ? parseCheckpoint(row.value)
      : undefined;
  } catch {
    return undefined;
  }
};

async function step(entries: AsyncGenerator<LogEntry, void>): Promise<LogEntry | undefined> {
  const { value, done } = await entries.next();
  return done === true ? undefined : value;
}
