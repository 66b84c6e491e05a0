import { canonicalValue } from '../canonical-value.ts';
import type { AuditKey } from '../keys/audit-key.ts';

/** The first line of an export. */
export interface ExportHeader {
  readonly format: 'tradewarden-audit/1';
  readonly account: string;
  readonly origin: string;
  /** As the log says; verify by keys that came another way. */
  readonly keys: readonly AuditKey[];
  readonly tree: 'rfc6962-sha256';
  readonly canon: 'rfc8785';
  /** Sequences of the first and last record. */
  readonly from: number;
  readonly to: number;
  /** The Merkle tree before the first record. */
  readonly base: { readonly size: number; readonly frontier: readonly string[] };
}

export type ExportLine =
  | { readonly kind: 'record'; readonly sequence: number; readonly text: string }
  | { readonly kind: 'checkpoint'; readonly note: string }
  | { readonly kind: 'count'; readonly count: number };

export const recordLine = (sequence: number, text: string): string =>
  `{"sequence":${sequence},"record":${text}}`;

const recordForm = /^\{"sequence":([1-9]\d{0,15}),"record":(.*)\}$/su;

/**
 * One line behind the header. The text of a record comes as it stands: whether it is canonical is for the caller to
 * ask. `undefined` for a line that no export has.
 */
export function readExportLine(line: string): ExportLine | undefined {
  const [, digits, text] = recordForm.exec(line) ?? [];
  if (digits !== undefined && text !== undefined) return { kind: 'record', sequence: Number(digits), text };
  const value = canonicalValue(line) as
    | { readonly checkpoint?: unknown; readonly count?: unknown }
    | undefined;
  if (typeof value?.checkpoint === 'string') return { kind: 'checkpoint', note: value.checkpoint };
  return typeof value?.count === 'number' ? { kind: 'count', count: value.count } : undefined;
}

/** `undefined` when the line is no header of an export that this program reads. */
export function readExportHeader(line: string): ExportHeader | undefined {
  const header = canonicalValue(line) as Partial<ExportHeader> | undefined;
  if (header?.format !== 'tradewarden-audit/1' || typeof header.account !== 'string') return undefined;
  if (header.tree !== 'rfc6962-sha256' || header.canon !== 'rfc8785') return undefined;
  const { from, to, base, origin } = header;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || typeof origin !== 'string')
    return undefined;
  if (base === undefined || base.size !== Number(from) - 1 || !Array.isArray(base.frontier)) return undefined;
  return header as ExportHeader;
}
