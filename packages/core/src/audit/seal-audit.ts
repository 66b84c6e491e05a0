import type { CrashHook } from '../crash/crash-point.ts';
import type { Json } from '../domain/json.ts';
import { keyPart } from '../ledger/book-keys.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Store } from '../store/store.ts';
import { auditLog } from './audit-record.ts';
import { leafHash, MerkleTree } from './merkle-tree.ts';

/** How far a log is sealed. */
interface Seal {
  readonly size: number;
  readonly frontier: readonly string[];
}

export interface LeafBlock {
  /** Sequence of the first record of the block. */
  readonly from: number;
  /** Base64 of 32 bytes per record. */
  readonly hashes: string;
}

export interface Checkpoint {
  readonly size: number;
  readonly root: string;
}

const sealKey = (account: string): string => `${keyPart(account)}/seal/audit`;
export const leafLog = (account: string): string => `${auditLog(account)}.leaves`;
export const checkpointLog = (account: string): string => `${auditLog(account)}.checkpoints`;

const batch = 1000;

/**
 * Extends the Merkle log over every record that is not sealed yet: leaf hashes and a checkpoint in one commit,
 * fenced by the seal's version. Sealers may race; one wins, the others see it done. Returns how many were sealed.
 */
export async function sealAudit(store: Store, account: string, crash?: CrashHook): Promise<number> {
  let sealed = 0;
  for (;;) {
    const [entry] = await store.get([sealKey(account)]);
    const seal = (entry?.value ?? { size: 0, frontier: [] }) as unknown as Seal;
    const records = await store.read(auditLog(account), { after: seal.size, limit: batch });
    if (records.length === 0) return sealed;
    const tree = new MerkleTree(seal.size, seal.frontier);
    const leaves = records.map(({ sequence, text }) => leafHash(sequence, text));
    for (const leaf of leaves) tree.push(leaf);
    const block: LeafBlock = { from: seal.size + 1, hashes: Buffer.concat(leaves).toString('base64') };
    const checkpoint: Checkpoint = { size: tree.size, root: tree.root() };
    const next: Seal = { size: tree.size, frontier: tree.frontier };
    await crash?.('CP13');
    const result = await commitSettled(store, {
      checks: [{ key: sealKey(account), version: entry?.version ?? 0 }],
      puts: [{ key: sealKey(account), value: next as unknown as Json }],
      appends: [
        { log: leafLog(account), value: block as unknown as Json },
        { log: checkpointLog(account), value: checkpoint as unknown as Json },
      ],
    });
    if (result.ok) sealed += records.length;
  }
}
