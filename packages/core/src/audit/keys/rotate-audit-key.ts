import type { Json } from '../../domain/json.ts';
import { commitSettled } from '../../store/commit-settled.ts';
import type { Store } from '../../store/store.ts';
import { largestBlock, readSealState, sealKey } from '../seal-state.ts';
import type { AuditKey } from './audit-key.ts';
import { keyAppend } from './key-record.ts';

/** Twice the largest block, so that at least one checkpoint falls into the overlap. */
const overlap = 2 * largestBlock;

/**
 * Lets another key sign from the next checkpoint on. Over the next 2,000 records both sign, then the new one alone;
 * the change is an `audit.key` record. Again with the same key changes nothing. Returns the keys of the log.
 */
export async function rotateAuditKey(
  store: Store,
  account: string,
  vkey: string,
): Promise<readonly AuditKey[]> {
  for (;;) {
    const [entry] = await store.get([sealKey(account)]);
    const seal = readSealState(entry);
    if (seal.keys.some((key) => key.vkey === vkey)) return seal.keys;
    const earlier = seal.keys.map((key) =>
      key.toSize === undefined ? { ...key, toSize: seal.size + overlap } : key,
    );
    const keys = [...earlier, { vkey, fromSize: seal.size + 1 }];
    const result = await commitSettled(store, {
      checks: [{ key: sealKey(account), version: entry?.version ?? 0 }],
      puts: [{ key: sealKey(account), value: { ...seal, keys } as unknown as Json }],
      appends: [keyAppend(account, keys, store.now())],
    });
    if (result.ok) return keys;
  }
}

/** Which keys answer for which checkpoints, as the log itself says: for people, not to be trusted in a verification. */
export async function auditKeys(store: Store, account: string): Promise<readonly AuditKey[]> {
  const [entry] = await store.get([sealKey(account)]);
  return readSealState(entry).keys;
}
