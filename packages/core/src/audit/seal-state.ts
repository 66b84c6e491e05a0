import { keyPart } from '../ledger/book-keys.ts';
import type { Entry } from '../store/store.ts';
import { auditLog } from './audit-record.ts';
import type { AuditKey } from './keys/audit-key.ts';

/** How far a log is sealed, and who must sign what comes next. */
export interface SealState {
  readonly size: number;
  readonly frontier: readonly string[];
  readonly keys: readonly AuditKey[];
}

export interface LeafBlock {
  /** Sequence of the first record of the block. */
  readonly from: number;
  /** Base64 of 32 bytes per record. */
  readonly hashes: string;
}

/** Most records under one checkpoint. */
export const largestBlock = 1000;

export const sealKey = (account: string): string => `${keyPart(account)}/seal/audit`;

/** Leaf hashes: entry n is the block of checkpoint n. */
export const leafLog = (account: string): string => `${auditLog(account)}.leaves`;

/** Checkpoints as signed notes. */
export const checkpointLog = (account: string): string => `${auditLog(account)}.checkpoints`;

export function readSealState(entry: Entry | null | undefined): SealState {
  return { size: 0, frontier: [], keys: [], ...(entry?.value as Partial<SealState> | undefined) };
}
