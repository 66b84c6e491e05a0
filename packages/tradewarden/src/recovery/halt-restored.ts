import { auditAppend, commitSettled, type Json, type Store, TradingLatches } from '@tradewarden/core';

const epochKey = '_/restore/epoch';
/** Of one commit: within 128 operations, and within 256 KiB with the longest paths. */
const recordsAtOnce = 32;

export interface RestoreEpoch {
  /** Counts the restores of this line of copies. */
  readonly epoch: number;
  readonly at: number;
  /** Where the copy came from. */
  readonly from: string;
}

/**
 * A restored store is older than the world: venues may hold orders and positions that it does not know. So it is
 * latched HALTED for every account, and a `restore.epoch` record says where it goes on; reconciling releases it.
 * The latch comes first; the records follow in groups, so whoever dies between them leaves a halted store.
 */
export async function haltRestored(
  store: Store,
  accounts: readonly string[],
  from: string,
): Promise<RestoreEpoch> {
  const at = store.now();
  const actor = { kind: 'user', id: 'restore' } as const;
  for (const account of accounts) {
    const latches = new TradingLatches({ store, book: { account, mode: 'live' } });
    const reason = `restored from ${from}; reconcile with every venue before this is released`;
    await latches.latch({ scope: 'global', cause: 'restore', state: 'HALTED', reason, actor, at });
  }
  const [entry] = await store.get([epochKey]);
  const before = (entry?.value ?? undefined) as unknown as RestoreEpoch | undefined;
  const epoch: RestoreEpoch = { epoch: (before?.epoch ?? 0) + 1, at, from };
  let version = entry?.version ?? 0;
  for (let first = 0; first < accounts.length; first += recordsAtOnce) {
    const group = accounts.slice(first, first + recordsAtOnce);
    const value = { ...epoch, recorded: first + group.length } as unknown as Json;
    const result = await commitSettled(store, {
      checks: [{ key: epochKey, version }],
      puts: [{ key: epochKey, value }],
      appends: group.map((account) =>
        auditAppend(account, {
          type: 'restore.epoch',
          at,
          actor,
          subject: { account },
          corr: `restore/${epoch.epoch}`,
          data: epoch as unknown as Json,
        }),
      ),
    });
    if (!result.ok) throw new Error('the copy was changed while it was restored; restore again');
    version = result.version;
  }
  return epoch;
}
