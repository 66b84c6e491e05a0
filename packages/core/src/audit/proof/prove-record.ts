import type { Store } from '../../store/store.ts';
import { lastCheckpoint } from '../anchor/audit-anchor.ts';
import { auditLog } from '../audit-record.ts';
import { leafHash, MerkleTree } from '../merkle-tree.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { storedLeaves } from '../verify/stored-leaves.ts';
import { siblingRanges } from './inclusion-path.ts';
import { proofText } from './inclusion-proof.ts';

export type ProveResult =
  | { readonly ok: true; readonly proof: string }
  | {
      readonly ok: false;
      readonly reason: 'no-record' | 'not-sealed' | 'trimmed' | 'broken';
      readonly message: string;
    };

/**
 * A proof that the record is under the newest checkpoint: reads the leaf table once, keeps O(log n) hashes.
 * `record`: the stored text of one that was trimmed, from its export.
 */
export async function proveRecord(
  store: Store,
  account: string,
  sequence: number,
  record?: string,
): Promise<ProveResult> {
  const refuse = (reason: Exclude<ProveResult, { ok: true }>['reason'], message: string): ProveResult => ({
    ok: false,
    reason,
    message,
  });
  const note = await lastCheckpoint(store, account);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
  const { first, last } = await store.head(auditLog(account));
  if (sequence < 1 || sequence > last) return refuse('no-record', `there are records 1 to ${last}`);
  if (checkpoint === undefined || sequence > checkpoint.size)
    return refuse('not-sealed', `record ${sequence} is not sealed yet; seal, then prove`);
  if (sequence < first && record === undefined)
    return refuse('trimmed', `record ${sequence} was trimmed; give its text from the export`);
  const [entry] = await store.read(auditLog(account), { after: sequence - 1, limit: 1 });
  const text = record ?? entry?.text ?? '';
  const index = sequence - 1;
  const ranges = siblingRanges(index, checkpoint.size);
  const subtrees = ranges.map(() => new MerkleTree());
  const whole = new MerkleTree();
  for await (const { sequence: at, leaf } of storedLeaves(store, account)) {
    if (at > checkpoint.size) break;
    whole.push(leaf);
    const within = ranges.findIndex(([from, to]) => at - 1 >= from && at - 1 < to);
    subtrees[within]?.push(leaf);
    if (at === sequence && Buffer.compare(leaf, leafHash(sequence, text)) !== 0)
      return refuse('broken', `record ${sequence} is not what was sealed; run audit verify`);
  }
  if (whole.root() !== checkpoint.root)
    return refuse('broken', 'the leaf table does not lead to the checkpoint; run audit verify');
  const path = subtrees.map((tree) => Buffer.from(tree.root(), 'base64'));
  return { ok: true, proof: proofText({ sequence, record: text, path, checkpoint }) };
}
