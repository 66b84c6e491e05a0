import type { Mode, Store } from '@tradewarden/core';
import { latchedBooks } from '@tradewarden/core/latch';
import { type KillFlag, type KillRecord, lastKill, type RaisedFlag } from '@tradewarden/executor';
import { type BreakerReport, breakerReport } from '@tradewarden/risk';
import { latchDocument, type LatchDocument } from './latch-document.ts';

/** What `status` shows. */
export interface StatusDocument {
  readonly account: string;
  /** The state of the whole account in each mode; symbols, sources and venues may be latched beside. */
  readonly states: Readonly<Partial<Record<Mode, string>>>;
  readonly latches: readonly LatchDocument[];
  /** What the breakers know in each mode in which they know anything. */
  readonly breakers: Readonly<Partial<Record<Mode, BreakerReport>>>;
  /** The file that stops every entry of the store while it is up, and what it says; absent: it is down. */
  readonly flag?: RaisedFlag & { readonly path: string };
  /** The last kill in each mode. */
  readonly kills: Readonly<Partial<Record<Mode, KillRecord>>>;
}

export async function statusDocument(
  store: Store,
  account: string,
  modes: readonly [Mode, ...Mode[]],
  killFlag: KillFlag,
): Promise<StatusDocument> {
  const found = await latchedBooks(store, account, modes);
  const states = modes.map((mode) => {
    const whole = found.filter(
      ({ mode: of, latch: { scope } }) => scope === 'global' || (scope === 'account' && of === mode),
    );
    return [mode, strictestOf(whole.map(({ latch }) => latch.state))] as const;
  });
  const breakers: Partial<Record<Mode, BreakerReport>> = {};
  for (const mode of modes) {
    const report = await breakerReport(store, { account, mode }, store.now());
    const { equity, untrusted, lossesInARow, cooldowns } = report;
    if (equity === undefined && untrusted === undefined && lossesInARow + cooldowns.length === 0) continue;
    breakers[mode] = report;
  }
  const kills: Partial<Record<Mode, KillRecord>> = {};
  for (const mode of modes) {
    const kill = await lastKill(store, { account, mode });
    if (kill !== undefined) kills[mode] = kill;
  }
  const raised = killFlag.find();
  return {
    account,
    states: Object.fromEntries(states),
    latches: found.map(latchDocument),
    breakers,
    ...(raised === undefined ? {} : { flag: { path: killFlag.path, ...raised } }),
    kills,
  };
}

const strictness = ['HALTED', 'CANCEL_ONLY', 'REDUCING', 'RECONCILING'] as const;
const strictestOf = (states: readonly string[]): string =>
  strictness.find((state) => states.includes(state)) ?? 'ACTIVE';
