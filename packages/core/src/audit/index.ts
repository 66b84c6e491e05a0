export type { AuditKey } from './keys/audit-key.ts';
export { auditKeys, rotateAuditKey } from './keys/rotate-audit-key.ts';
export { ed25519Signer, newPrivateKey, type Signer } from './keys/signer.ts';
export { auditOrigin, type CheckpointNote, parseCheckpoint } from './note/checkpoint.ts';
export { sealAudit, type SealOptions } from './seal-audit.ts';
export type { AuditFault, AuditFinding, AuditReport, ReportedCheckpoint } from './verify/audit-report.ts';
export type { ReferenceLeaf } from './verify/reference-leaves.ts';
export { verifyAudit, type VerifyOptions } from './verify/verify-audit.ts';
