import { canonicalValue } from '../canonical-value.ts';
import type { Json } from '../../domain/json.ts';
import type { AuditKey } from '../keys/audit-key.ts';
import { leafHash } from '../merkle-tree.ts';
import { toBase64 } from '../note/base64.ts';
import { AnchorChecks } from '../verify/anchor-checks.ts';
import { TrustedKeys } from '../verify/trusted-keys.ts';
import { rootOfPath } from './inclusion-path.ts';
import { parseProof } from './inclusion-proof.ts';

export type ProofReport =
  | {
      readonly ok: true;
      readonly sequence: number;
      readonly record: Json;
      readonly origin: string;
      readonly size: number;
      /** Names of the given keys whose signatures verified; empty when none was asked for. */
      readonly signedBy: readonly string[];
      /** Whether one of the given anchors is this very checkpoint. */
      readonly anchored: boolean;
    }
  | { readonly ok: false; readonly reason: string };

interface ProofOptions {
  readonly keys?: readonly AuditKey[];
  readonly anchors?: readonly string[];
}

/** Checks a proof by itself: no store is needed. @throws {ConfigError} a key cannot be read. */
export function verifyProof(text: string, options: ProofOptions = {}): ProofReport {
  const proof = parseProof(text);
  if (proof === undefined) return { ok: false, reason: 'not a proof, or changed since it was made' };
  const { sequence, record, path, checkpoint } = proof;
  const trusted = new TrustedKeys(options.keys ?? []);
  const judged = trusted.judge(checkpoint);
  if (!judged.ok) return { ok: false, reason: `${judged.kind}: ${judged.reason}` };
  const root = rootOfPath(leafHash(sequence, record), sequence - 1, checkpoint.size, path);
  if (root === undefined || toBase64(root) !== checkpoint.root)
    return { ok: false, reason: `record ${sequence} is not under this checkpoint` };
  const value = canonicalValue(record);
  if (value === undefined) return { ok: false, reason: `record ${sequence} is no canonical JSON` };
  const { bad } = new AnchorChecks(options.anchors ?? [], checkpoint.origin, trusted);
  if (bad !== undefined) return { ok: false, reason: `${bad.kind}: ${bad.reason ?? ''}` };
  return {
    ok: true,
    sequence,
    record: value,
    origin: checkpoint.origin,
    size: checkpoint.size,
    signedBy: judged.signedBy,
    anchored: (options.anchors ?? []).some((anchor) => sameCheckpoint(anchor, checkpoint)),
  };
}

/** The signed part decides; other signatures may have been added. */
const sameCheckpoint = (anchor: string, { note }: { readonly note: { readonly body: string } }): boolean =>
  anchor.startsWith(`${note.body}\n`);
