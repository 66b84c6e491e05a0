import type { Store } from '../../store/store.ts';
import { auditLog } from '../audit-record.ts';
import { MerkleTree } from '../merkle-tree.ts';
import { checkpointLog, leafLog, readSealState, sealKey } from '../seal-state.ts';
import type { AuditFinding } from './audit-report.ts';

/** The seal as it was before the checkpoints were read, which another process may extend meanwhile. */
export interface SealReading {
  /** `undefined` when it is not readable. */
  readonly size: number | undefined;
  readonly root: string | undefined;
}

export async function readSealBefore(store: Store, account: string): Promise<SealReading> {
  try {
    const [entry] = await store.get([sealKey(account)]);
    const { size, frontier } = readSealState(entry);
    return { size, root: new MerkleTree(size, frontier).root() };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      return { size: undefined, root: undefined };
    throw error;
  }
}

interface Ending {
  readonly store: Store;
  readonly account: string;
  readonly seal: SealReading;
  /** How many checkpoints were read. */
  readonly count: number;
  /** Over all sealed records. */
  readonly tree: MerkleTree;
}

/** Whether the rows around the log end where its last checkpoint ends. */
export async function sealFinding(ending: Ending): Promise<AuditFinding | undefined> {
  const { store, account, seal, count, tree } = ending;
  if (seal.size !== undefined && seal.size > tree.size) {
    const reason = `${seal.size} records were sealed, checkpoints reach ${tree.size}`;
    return { kind: 'rolled-back-or-truncated', range: [tree.size + 1, seal.size], reason };
  }
  const { last: leaves } = await store.head(leafLog(account));
  const [extra] = await store.read(leafLog(account), { after: Math.max(leaves, count), limit: 1 });
  const { last: checkpoints } = await store.head(checkpointLog(account));
  const [foreign] = await store.read(checkpointLog(account), { after: checkpoints, limit: 1 });
  const firstBad = tree.size + 1;
  if (leaves < count || leaves > checkpoints || extra !== undefined) {
    return { kind: 'leaf-table-changed', firstBad, reason: 'it does not end with the checkpoints' };
  }
  if (foreign !== undefined) {
    return { kind: 'checkpoint-changed', firstBad, reason: 'a checkpoint stands after the last one' };
  }
  const now = await readSealBefore(store, account);
  if (
    now.size === undefined ||
    now.size < tree.size ||
    (now.size === tree.size && now.root !== tree.root())
  ) {
    return {
      kind: 'seal-state-changed',
      firstBad,
      reason: 'what is kept for sealing on is not what was sealed',
    };
  }
  return foreignRecord(store, account);
}

/** A record behind the end that the store knows of was not appended through it. */
async function foreignRecord(store: Store, account: string): Promise<AuditFinding | undefined> {
  for (;;) {
    const { last } = await store.head(auditLog(account));
    const [found] = await store.read(auditLog(account), { after: last, limit: 1 });
    if (found === undefined) return undefined;
    // Appended in the meantime.
    if ((await store.head(auditLog(account))).last > last) continue;
    return { kind: 'foreign-record', firstBad: found.sequence, reason: 'it stands after the end of the log' };
  }
}
