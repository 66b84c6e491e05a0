import { auditAppend, commitSettled, type Json, type Store, TradingLatches } from '@tradewarden/core';

const epochKey = '_/restore/epoch';

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
  const result = await commitSettled(store, {
    checks: [{ key: epochKey, version: entry?.version ?? 0 }],
    puts: [{ key: epochKey, value: epoch as unknown as Json }],
    appends: accounts.map((account) =>
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
  return epoch;
}
