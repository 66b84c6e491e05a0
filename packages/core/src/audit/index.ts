export {
  type AnchorFailure,
  type AuditAnchor,
  lastCheckpoint,
  publishCheckpoint,
} from './anchor/audit-anchor.ts';
export { anchorNotes, fileAnchor } from './anchor/file-anchor.ts';
export { outboxAnchor, type OutboxAnchorOptions } from './anchor/outbox-anchor.ts';
export { AuditSealer, type SealerOptions } from './audit-sealer.ts';
export { exportAudit, type ExportOptions } from './export/export-audit.ts';
export { exportedLeaves, verifyExport } from './export/verify-export.ts';
export type { AuditKey } from './keys/audit-key.ts';
export { KeyFolder } from './keys/key-folder.ts';
export { auditKeys, rotateAuditKey } from './keys/rotate-audit-key.ts';
export { ed25519Signer, newPrivateKey, type Signer } from './keys/signer.ts';
export { auditOrigin, type CheckpointNote, parseCheckpoint } from './note/checkpoint.ts';
export { proveRecord, type ProveResult } from './proof/prove-record.ts';
export { type ProofReport, verifyProof } from './proof/verify-proof.ts';
export type { RebuildStage } from './replay/recorded-policies.ts';
export { replayAudit, type ReplayOptions } from './replay/replay-audit.ts';
export type { NotRecomputed, ReplayDifference, ReplayGap, ReplayReport } from './replay/replay-report.ts';
export { trimAudit, type TrimOptions, type TrimResult } from './retention/trim-audit.ts';
export { sealAudit, type SealOptions } from './seal-audit.ts';
export type { AuditFault, AuditFinding, AuditReport, ReportedCheckpoint } from './verify/audit-report.ts';
export type { ReferenceLeaf } from './verify/reference-leaves.ts';
export { storedLeaves } from './verify/stored-leaves.ts';
export { verifyAudit, type VerifyOptions } from './verify/verify-audit.ts';
export { factOf, recordOf } from '../facts/fact-record.ts';
export { verdictOf } from '../runner/verdict-of.ts';
