import type { CrashHook } from '../crash/crash-point.ts';
import type { Json } from '../domain/json.ts';
import { AuditKeyError } from '../errors/audit-key-error.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Append, Store } from '../store/store.ts';
import { auditLog } from './audit-record.ts';
import { answersFor, type AuditKey } from './keys/audit-key.ts';
import { keyAppend } from './keys/key-record.ts';
import { type Signer, signatureOf } from './keys/signer.ts';
import { leafHash, MerkleTree } from './merkle-tree.ts';
import { auditOrigin, checkpointBody } from './note/checkpoint.ts';
import { noteText } from './note/signed-note.ts';
import {
  checkpointLog,
  largestBlock,
  leafLog,
  type LeafBlock,
  readSealState,
  sealKey,
  type SealState,
} from './seal-state.ts';

export interface SealOptions {
  /** Who can sign here. The first one becomes the key of a log that has none; without any, checkpoints are unsigned. */
  readonly signers?: readonly Signer[];
  readonly crash?: CrashHook;
}

/**
 * Extends the Merkle log over every record that is not sealed yet: leaf hashes and a checkpoint in one commit,
 * fenced by the seal's version. Reads only what is new. Sealers may race; one wins, the others see it done.
 * Returns how many were sealed. @throws {AuditKeyError} a key that must sign is not among the signers.
 */
export async function sealAudit(store: Store, account: string, options: SealOptions = {}): Promise<number> {
  const { signers = [] } = options;
  let sealed = 0;
  for (;;) {
    const [entry] = await store.get([sealKey(account)]);
    const seal = readSealState(entry);
    const records = await store.read(auditLog(account), { after: seal.size, limit: largestBlock });
    if (records.length === 0) return sealed;
    const { keys, appends } = keysOf(account, seal, signers, store.now());
    const tree = new MerkleTree(seal.size, seal.frontier);
    const leaves = records.map(({ sequence, text }) => leafHash(sequence, text));
    for (const leaf of leaves) tree.push(leaf);
    const block: LeafBlock = { from: seal.size + 1, hashes: Buffer.concat(leaves).toString('base64') };
    const next: SealState = { size: tree.size, frontier: tree.frontier, keys };
    const note = await signedCheckpoint(account, tree, keys, signers);
    await options.crash?.('CP13');
    const result = await commitSettled(store, {
      checks: [{ key: sealKey(account), version: entry?.version ?? 0 }],
      puts: [{ key: sealKey(account), value: next as unknown as Json }],
      appends: [
        { log: leafLog(account), value: block as unknown as Json },
        { log: checkpointLog(account), value: note },
        ...appends,
      ],
    });
    if (result.ok) sealed += records.length;
  }
}

/** A log without a key takes the first signer's, and records it. */
function keysOf(
  account: string,
  seal: SealState,
  [first]: readonly Signer[],
  now: number,
): { readonly keys: readonly AuditKey[]; readonly appends: readonly Append[] } {
  if (seal.keys.length > 0 || first === undefined) return { keys: seal.keys, appends: [] };
  const key: AuditKey = { vkey: first.vkey, fromSize: seal.size + 1 };
  return { keys: [key], appends: [keyAppend(account, [key], now)] };
}

async function signedCheckpoint(
  account: string,
  tree: MerkleTree,
  keys: readonly AuditKey[],
  signers: readonly Signer[],
): Promise<string> {
  const body = checkpointBody({ origin: auditOrigin(account), size: tree.size, root: tree.root() });
  const needed = keys.filter((key) => answersFor(key, tree.size));
  if (keys.length > 0 && needed.length === 0)
    throw new AuditKeyError(
      `no key of the audit log of ${account} answers for ${tree.size} records; add one`,
    );
  const signatures = await Promise.all(
    needed.map(async ({ vkey }) => {
      const signer = signers.find((candidate) => candidate.vkey === vkey);
      if (signer === undefined) {
        throw new AuditKeyError(
          `the audit log of ${account} is sealed with ${vkey}; its private key is not here`,
        );
      }
      return signatureOf(signer, body);
    }),
  );
  return noteText({ body, signatures });
}
