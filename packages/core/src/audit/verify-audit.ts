import type { LogEntry, Store } from '../store/store.ts';
import { auditLog } from './audit-record.ts';
import { leafHash, MerkleTree } from './merkle-tree.ts';
import { type Checkpoint, checkpointLog, type LeafBlock, leafLog } from './seal-audit.ts';

export type AuditFault = 'record-changed' | 'missing-record' | 'changed-within-range' | 'leaf-table-changed';

export interface VerifyReport {
  readonly ok: boolean;
  readonly kind?: AuditFault;
  /** Sequence of the first record that is wrong or missing. */
  readonly firstBad?: number;
  /** When the record itself cannot be named: the fault is within these sequences. */
  readonly range?: readonly [number, number];
  /** Up to here everything agrees with a checkpoint. */
  readonly lastGood: number;
  readonly checked: number;
  /** Records younger than the last checkpoint: protected by the database alone. */
  readonly unsealed: number;
  readonly checkpoints: number;
}

const page = 1000;

/** Streams the log once against its leaf table and checkpoints, and names the first fault. */
export async function verifyAudit(store: Store, account: string): Promise<VerifyReport> {
  const checkpoints: Checkpoint[] = [];
  for await (const { value } of entries(store, checkpointLog(account)))
    checkpoints.push(value as unknown as Checkpoint);
  const sealed = checkpoints.at(-1)?.size ?? 0;
  const leaves = leafReader(entries(store, leafLog(account)));
  const tree = new MerkleTree();
  let [lastGood, next, suspect] = [0, 0, undefined as number | undefined];
  const report = (fault: Partial<VerifyReport>): VerifyReport => ({
    ok: false,
    lastGood,
    checked: tree.size,
    unsealed: 0,
    checkpoints: checkpoints.length,
    ...fault,
  });
  const missing = (at: number): VerifyReport => report({ kind: 'missing-record', firstBad: at });
  for await (const { sequence, text } of entries(store, auditLog(account))) {
    if (sequence !== tree.size + 1) return missing(tree.size + 1);
    if (tree.size >= sealed) break;
    const leaf = leafHash(sequence, text);
    tree.push(leaf);
    if ((await leaves(sequence)) !== Buffer.from(leaf).toString('base64')) suspect ??= sequence;
    const checkpoint = checkpoints[next];
    if (checkpoint?.size !== tree.size) continue;
    const agrees = checkpoint.root === tree.root();
    if (agrees && suspect !== undefined) return report({ kind: 'leaf-table-changed', firstBad: suspect });
    if (!agrees && suspect !== undefined) return report({ kind: 'record-changed', firstBad: suspect });
    if (!agrees) return report({ kind: 'changed-within-range', range: [lastGood + 1, tree.size] });
    lastGood = tree.size;
    next += 1;
  }
  if (tree.size < sealed) return missing(tree.size + 1);
  const { last } = await store.head(auditLog(account));
  if (last < sealed) return missing(last + 1);
  return { ...report({}), ok: true, unsealed: last - sealed };
}

async function* entries(store: Store, log: string): AsyncGenerator<LogEntry, void> {
  for (let after = 0; ;) {
    const read = await store.read(log, { after, limit: page });
    yield* read;
    const last = read.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

/** Reads the leaf table alongside the records, which come in order. */
function leafReader(
  blocks: AsyncGenerator<LogEntry, void>,
): (sequence: number) => Promise<string | undefined> {
  let block: { readonly from: number; readonly hashes: Buffer } | undefined;
  return async (sequence) => {
    while (block === undefined || sequence >= block.from + block.hashes.length / 32) {
      const { value, done } = await blocks.next();
      if (done === true) return undefined;
      const read = value.value as unknown as LeafBlock;
      block = { from: read.from, hashes: Buffer.from(read.hashes, 'base64') };
    }
    const at = (sequence - block.from) * 32;
    return at < 0 ? undefined : block.hashes.subarray(at, at + 32).toString('base64');
  };
}
