import { liveReservations, type Mode, type Store } from '@tradewarden/core';
import type { CauseKeeper } from '@tradewarden/core/latch';
import { accountsOf } from './inspect-store.ts';

/** Modes whose orders stand at a venue. */
const placed: readonly Mode[] = ['live', 'paper'];

/**
 * A restored copy is reconciled when nothing in it can stand otherwise at a venue: every order that it knew, or was
 * about to send, has ended, as the reconciliation with the venue says, or never was.
 */
export const restoreKeeper: CauseKeeper = {
  stillHolds: async ({ store, cause }) => {
    if (cause.cause !== 'restore') return undefined;
    const open: string[] = [];
    for (const account of await accountsOf(store))
      for (const mode of placed) {
        const count = await orders(store, account, mode);
        if (count > 0) open.push(`${account}/${mode} ${count}`);
      }
    if (open.length === 0) return undefined;
    return `orders that may stand otherwise at their venues: ${open.join(', ')}; reconcile them first`;
  },
};

/** Also of what was only reserved: since the copy was made, its order may have been sent. */
async function orders(store: Store, account: string, mode: Mode): Promise<number> {
  let count = 0;
  for await (const _ of liveReservations(store, { account, mode })) count += 1;
  return count;
}
