import { type LatchCause, type LatchScope, type Mode, type Store, TradingLatches } from '@tradewarden/core';
import { latchDocument, type LatchDocument } from '../states/latch-document.ts';

/** Latches one scope in several modes, all at once: a store that makes them wait makes them wait together. */
export async function latchModes(
  store: Store,
  {
    account,
    modes,
    scope,
    cause,
  }: {
    readonly account: string;
    readonly modes: readonly Mode[];
    readonly scope: LatchScope;
    readonly cause: LatchCause;
  },
): Promise<{ readonly latched: readonly LatchDocument[]; readonly failed: readonly string[] }> {
  const told = await Promise.all(
    modes.map((mode) =>
      new TradingLatches({ store, book: { account, mode } }).latch({ scope, ...cause }).then(
        (latch) => latchDocument({ mode, latch }),
        (error: unknown) => ({ mode, reason: error instanceof Error ? error.message : String(error) }),
      ),
    ),
  );
  const failures = new Map<string, Mode[]>();
  for (const one of told)
    if ('reason' in one) failures.set(one.reason, [...(failures.get(one.reason) ?? []), one.mode]);
  return {
    latched: told.flatMap((one) => ('reason' in one ? [] : [one])),
    failed: [...failures].map(([reason, of]) => `${of.join(', ')}: ${reason}`),
  };
}
