import type { Store } from '../../store/store.ts';
import { auditLog } from '../audit-record.ts';
import type { AuditKey } from '../keys/audit-key.ts';
import type { AuditFinding, AuditReport } from './audit-report.ts';
import type { ReferenceLeaf } from './reference-leaves.ts';
import { StoreVerification } from './store-verification.ts';

export interface VerifyOptions {
  /** The public keys that must have signed, each over its sizes. Without any, signatures are not looked at. */
  readonly keys?: readonly AuditKey[];
  /** Checkpoints that were kept elsewhere, as notes: what shows a rollback or a rewritten history. */
  readonly anchors?: readonly string[];
  /** Leaf hashes of an export or an older copy: name the exact record where only a range could be told. */
  readonly reference?: AsyncIterable<ReferenceLeaf>;
  readonly signal?: AbortSignal;
}

/**
 * Streams the log against its leaf table, checkpoints, keys and anchors, in constant memory, and names the
 * first fault; once more when somebody trimmed it meanwhile. What is found is in the report. @throws {StoreUnavailableError} it could not be checked.
 * @throws {ConfigError} a key cannot be read.
 */
export async function verifyAudit(
  store: Store,
  account: string,
  options: VerifyOptions = {},
): Promise<AuditReport> {
  for (;;) {
    const { first } = await store.head(auditLog(account));
    const report = await verified(store, account, options);
    // What somebody else trims meanwhile is not missing. A reference can be read only once.
    if (report.ok || options.reference !== undefined) return report;
    if ((await store.head(auditLog(account))).first === first) return report;
  }
}

async function verified(store: Store, account: string, options: VerifyOptions): Promise<AuditReport> {
  const verification = new StoreVerification(store, account, options);
  const finding = await verification.firstFinding();
  const report = verification.report();
  if (finding === undefined) return { ...report, ok: true };
  const { firstDifference } = verification.reference;
  return {
    ...report,
    ok: false,
    ...finding,
    ...firstDifference,
    lastGood: goodUpTo(finding, report.lastGood),
  };
}

/** What the leaf table proves is good: where it leads to the root, everything before the record that differs. */
const goodUpTo = ({ kind, firstBad, expected }: AuditFinding, lastGood: number): number =>
  (kind === 'record-changed' || kind === 'missing-record') && firstBad !== undefined && expected !== undefined
    ? firstBad - 1
    : lastGood;
