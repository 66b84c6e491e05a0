import { canonicalValue } from '../canonical-value.ts';
import { leafHash, MerkleTree } from '../merkle-tree.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { AnchorChecks } from '../verify/anchor-checks.ts';
import type { AuditFinding, AuditReport, ReportedCheckpoint } from '../verify/audit-report.ts';
import type { ReferenceLeaf } from '../verify/reference-leaves.ts';
import { TrustedKeys } from '../verify/trusted-keys.ts';
import type { VerifyOptions } from '../verify/verify-audit.ts';
import { type ExportHeader, readExportHeader, readExportLine } from './export-form.ts';

/**
 * Checks an export by itself, line by line in constant memory: no store is needed. `checked` counts its records under
 * a checkpoint, `unsealed` those behind the last one. @throws {ConfigError} a key cannot be read.
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  options: Pick<VerifyOptions, 'keys' | 'anchors'> = {},
): Promise<AuditReport> {
  let check: ExportCheck | undefined;
  let finding: AuditFinding | undefined;
  for await (const line of lines) {
    if (check === undefined) {
      const header = readExportHeader(line);
      if (header === undefined)
        return { ...nothing, kind: 'missing-record', reason: 'there is no header of an export' };
      check = new ExportCheck(header, options);
      finding = check.anchors.bad;
    } else {
      finding = check.line(line);
    }
    if (finding !== undefined) break;
  }
  if (check === undefined) return { ...nothing, kind: 'missing-record', reason: 'the file is empty' };
  return check.report(finding ?? check.ending());
}

/** Leaf hashes of the records of an export, to compare a log with. Verify the export first. */
export async function* exportedLeaves(lines: AsyncIterable<string>): AsyncGenerator<ReferenceLeaf, void> {
  for await (const line of lines) {
    const read = readExportLine(line);
    if (read?.kind === 'record') yield { sequence: read.sequence, leaf: leafHash(read.sequence, read.text) };
  }
}

const nothing: AuditReport = {
  ok: false,
  lastGood: 0,
  checked: 0,
  unsealed: 0,
  checkpoints: 0,
  signedBy: [],
  signed: false,
  anchors: 0,
};

class ExportCheck {
  readonly anchors: AnchorChecks;
  readonly #header: ExportHeader;
  readonly #keys: TrustedKeys;
  readonly #tree: MerkleTree;
  readonly #signedBy = new Set<string>();
  #signed = true;
  #lastGood: number;
  #at: ReportedCheckpoint | undefined;
  #index = 0;
  #ended = false;

  constructor(header: ExportHeader, { keys = [], anchors = [] }: Pick<VerifyOptions, 'keys' | 'anchors'>) {
    this.#header = header;
    this.#keys = new TrustedKeys(keys);
    this.anchors = new AnchorChecks(anchors, header.origin, this.#keys);
    this.#tree = new MerkleTree(header.base.size, header.base.frontier);
    this.#lastGood = header.base.size;
  }

  line(line: string): AuditFinding | undefined {
    const expected = this.#tree.size + 1;
    const read = readExportLine(line);
    if (read === undefined || this.#ended) {
      return { kind: 'record-changed', firstBad: expected, reason: 'a line that no export has' };
    }
    if (read.kind === 'count') return this.#count(read.count);
    if (read.kind === 'checkpoint') return this.#checkpoint(read.note);
    if (read.sequence !== expected) {
      return { kind: 'missing-record', firstBad: expected, reason: `record ${read.sequence} stands there` };
    }
    if (canonicalValue(read.text) === undefined) {
      const reason = 'no canonical JSON: a name twice, half a character, another order or form';
      return { kind: 'record-changed', firstBad: expected, reason };
    }
    this.#tree.push(leafHash(expected, read.text));
    this.anchors.at(this.#tree);
    return undefined;
  }

  ending(): AuditFinding | undefined {
    if (!this.#ended)
      return { kind: 'missing-record', firstBad: this.#tree.size + 1, reason: 'the file ends early' };
    return undefined;
  }

  report(finding: AuditFinding | undefined): AuditReport {
    const { size } = this.#header.base;
    return {
      ok: finding === undefined,
      lastGood: this.#lastGood,
      ...(this.#at === undefined ? {} : { checkpoint: this.#at }),
      checked: this.#lastGood - size,
      unsealed: finding === undefined ? this.#tree.size - this.#lastGood : 0,
      checkpoints: this.#index,
      signedBy: [...this.#signedBy].toSorted(),
      signed: this.#signed && this.#index > 0,
      anchors: this.anchors.agreed,
      ...finding,
    };
  }

  #checkpoint(text: string): AuditFinding | undefined {
    const range = [this.#lastGood + 1, this.#tree.size] as const;
    const checkpoint = parseCheckpoint(text);
    this.#index += 1;
    this.#at = { index: this.#index, size: this.#tree.size };
    if (checkpoint?.origin !== this.#header.origin || checkpoint.size !== this.#tree.size) {
      return {
        kind: 'checkpoint-changed',
        range,
        reason: `not a checkpoint of ${this.#tree.size} records of this log`,
      };
    }
    const judged = this.#keys.judge(checkpoint);
    if (!judged.ok) return { kind: judged.kind, range, reason: judged.reason };
    for (const name of judged.signedBy) this.#signedBy.add(name);
    if (judged.signedBy.length === 0) this.#signed = false;
    const actual = this.#tree.root();
    if (checkpoint.root !== actual) {
      return { kind: 'changed-within-range', range, expected: checkpoint.root, actual };
    }
    if (this.anchors.differs !== undefined) return this.anchors.differs;
    this.#lastGood = this.#tree.size;
    return undefined;
  }

  #count(count: number): AuditFinding | undefined {
    this.#ended = true;
    const { from, to } = this.#header;
    if (count === to - from + 1 && this.#tree.size === to) return undefined;
    const reason = `${count} records were exported, up to ${to}`;
    return { kind: 'missing-record', firstBad: this.#tree.size + 1, reason };
  }
}
