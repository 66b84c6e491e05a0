import type { CauseKeeper } from '@tradewarden/core/latch';
import { unfinishedKill } from '@tradewarden/executor';

/** What a kill latched is settled once it has reported that nothing is left. */
export const killKeeper: CauseKeeper = {
  stillHolds: async ({ store, account, mode, cause }) => {
    if (cause.cause !== 'kill') return undefined;
    const kill = await unfinishedKill(store, { account, mode });
    if (kill === undefined) return undefined;
    return kill.status === 'running'
      ? 'the kill has not reported yet; wait for it, or kill again'
      : 'the kill has left something at the venue; kill again, or look at it yourself';
  },
};
