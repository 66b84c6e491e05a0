import {
  type LatchCause,
  type LatchScope,
  type Mode,
  type Store,
  StoreUnavailableError,
  TradingLatches,
} from '@tradewarden/core';
import { latchDocument, type LatchDocument } from '../states/latch-document.ts';

interface LatchWish {
  readonly account: string;
  readonly modes: readonly Mode[];
  readonly scope: LatchScope;
  readonly cause: LatchCause;
}

/** Latches one scope in several modes, all at once: a store that makes them wait makes them wait together. */
export async function latchModes(
  store: Store,
  wish: LatchWish,
): Promise<{ readonly latched: readonly LatchDocument[]; readonly failed: readonly string[] }> {
  const told = await Promise.all(wish.modes.map((mode) => latchMode(store, mode, wish)));
  const failures = new Map<string, Mode[]>();
  for (const one of told)
    if ('reason' in one) failures.set(one.reason, [...(failures.get(one.reason) ?? []), one.mode]);
  return {
    latched: told.flatMap((one) => ('reason' in one ? [] : [one])),
    failed: [...failures].map(([reason, of]) => `${of.join(', ')}: ${reason}`),
  };
}

/** Twice when the store was only busy. */
async function latchMode(
  store: Store,
  mode: Mode,
  { account, scope, cause }: LatchWish,
): Promise<LatchDocument | { readonly mode: Mode; readonly reason: string }> {
  const latches = new TradingLatches({ store, book: { account, mode } });
  for (let isAgain = false; ; isAgain = true) {
    try {
      return latchDocument({ mode, latch: await latches.latch({ scope, ...cause }) });
    } catch (error) {
      if (!isAgain && StoreUnavailableError.isInstance(error)) continue;
      return { mode, reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
