import { type LatchCause, type Mode, type Store, systemClock, TradingLatches } from '@tradewarden/core';
import { endKill, type KillFlag } from '@tradewarden/executor';

/**
 * What a flag says becomes a latch, so that it is shown and released in two steps like every other one. A kill that found
 * no store to write leaves nothing but its flag.
 */
export async function carryFlag(flag: KillFlag, store: Store, account: string): Promise<void> {
  const raised = flag.find();
  if (raised === undefined) return;
  const latches = new TradingLatches({ store, book: { account, mode: 'paper' } });
  if ((await latches.find('account')) !== undefined || (await latches.find('global')) !== undefined) return;
  await latches.latch({
    scope: 'account',
    cause: 'kill',
    state: 'HALTED',
    reason: raised.reason,
    actor: { kind: 'user', id: raised.actor },
    at: raised.at === 0 ? systemClock.now() : raised.at,
  });
}

/** Once the latches are released: nobody goes on with the kill, and then the flag comes down. A crash between leaves it up. */
export async function endKills(
  flag: KillFlag,
  store: Store,
  {
    account,
    modes,
    actor,
  }: { readonly account: string; readonly modes: readonly Mode[]; readonly actor: LatchCause['actor'] },
): Promise<{ readonly lowered: boolean }> {
  for (const mode of modes) await endKill(store, { account, mode }, { actor, at: systemClock.now() });
  if (!modes.includes('paper') || flag.stopped() === undefined) return { lowered: false };
  flag.lower();
  return { lowered: true };
}
