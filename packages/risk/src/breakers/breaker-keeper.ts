import {
  type Book,
  type Commit,
  counterKey,
  type Entry,
  type Json,
  type Put,
  type Store,
} from '@tradewarden/core';
import type { CauseKeeper, OpenCause } from '@tradewarden/core/latch';
import { type LimitOverrides, type Profile, resolveLimits } from '../limits/limits.ts';
import { breakerLimits, breakerText, causeOf } from './equity-figures.ts';
import { type EquityState, equityStateKey, readEquityState, untrustedKey } from './equity-state.ts';
import { outcomeStateKey, readOutcomeState } from './outcome-state.ts';
import { readBase, repeatCounter, repeatKey } from './tally.ts';
import { localDay, localWeek } from './trading-day.ts';

export interface BreakerKeeperOptions {
  readonly profile?: Profile;
  readonly limits?: LimitOverrides;
}

const equityCauses: ReadonlySet<string> = new Set(['daily-loss', 'weekly-loss', 'drawdown']);

/**
 * For resuming by hand: a loss or drawdown holds as long as it is beyond its limit, an equity as long as it is not
 * trusted. What is released begins anew from what the account is worth at that moment, in the commit of the release.
 * @throws {ConfigError} limits that cannot be used.
 */
export function breakerKeeper(options: BreakerKeeperOptions = {}): CauseKeeper {
  const limits = resolveLimits(options.profile, options.limits);
  return {
    stillHolds: async (open) => {
      const { cause } = open.cause;
      if (cause === 'equity-unknown')
        return (await entryAt(open, untrustedKey(bookOf(open)))) === null
          ? undefined
          : 'the equity cannot be trusted yet';
      if (!equityCauses.has(cause)) return undefined;
      const state = stateOf(await entryAt(open, equityStateKey(bookOf(open))));
      if (state === undefined) return undefined;
      const zone = limits.word('loss.zone');
      const over = {
        'daily-loss': localDay(open.now, zone) > state.day.start,
        'weekly-loss': localWeek(open.now, zone) > state.week.start,
      };
      const beyond = breakerLimits(state, limits).find(
        ({ breaker, observed, limit }) => causeOf(breaker) === cause && observed.gte(limit),
      );
      const isOver = Object.entries(over).some(([name, ended]) => name === cause && ended);
      return beyond === undefined || isOver ? undefined : breakerText(beyond);
    },
    onRelease: async (released) => {
      const [first] = released;
      if (first === undefined) return [];
      const causes = released.map(({ cause }) => cause.cause);
      const { scope } = first.latch;
      const source = typeof scope === 'object' && 'source' in scope ? scope.source : undefined;
      const parts = [
        scope === 'account' ? await equityAnew(first, causes) : undefined,
        scope === 'account' && causes.includes('loss-streak') ? await streakAnew(first) : undefined,
        source !== undefined && causes.includes('repeated-execution')
          ? await sourceAnew(first, source)
          : undefined,
      ];
      return parts.filter((part) => part !== undefined);
    },
  };
}

const bookOf = ({ account, mode }: OpenCause): Pick<Book, 'account' | 'mode'> => ({ account, mode });

const entryAt = async ({ store }: { readonly store: Store }, key: string): Promise<Entry | null> =>
  (await store.get([key]))[0] ?? null;

/** What cannot be read has nothing to begin anew from; decisions are refused by it. */
function stateOf(entry: Entry | null): EquityState | undefined {
  try {
    return readEquityState(entry);
  } catch {
    return undefined;
  }
}

const rewrite = (entry: Entry | null, key: string, value: unknown): Commit => ({
  checks: [{ key, version: entry?.version ?? 0 }],
  puts: [{ key, value: value as Json } satisfies Put],
});

async function equityAnew(open: OpenCause, causes: readonly string[]): Promise<Commit | undefined> {
  if (!causes.some((cause) => equityCauses.has(cause))) return undefined;
  const key = equityStateKey(bookOf(open));
  const entry = await entryAt(open, key);
  const state = stateOf(entry);
  if (state === undefined) return undefined;
  const { unit, equity } = state;
  const lost = causes.includes('drawdown');
  // From an account that was lost whole there is nothing to measure by: its unit begins at 1 again.
  const from = unit === '0' ? '1' : unit;
  const anew = { unit: from, equity };
  return rewrite(entry, key, {
    ...state,
    unit: from,
    beyond: {},
    highWater: lost ? from : state.highWater,
    reduced: lost ? false : state.reduced,
    day: lost || causes.includes('daily-loss') ? { ...state.day, ...anew } : state.day,
    week: lost || causes.includes('weekly-loss') ? { ...state.week, ...anew } : state.week,
  });
}

async function streakAnew(open: OpenCause): Promise<Commit> {
  const key = outcomeStateKey(bookOf(open));
  const entry = await entryAt(open, key);
  return rewrite(entry, key, { ...readOutcomeState(entry), losses: 0 });
}

async function sourceAnew(open: OpenCause, source: string): Promise<Commit> {
  const book = bookOf(open);
  const key = repeatKey(book, source);
  const entry = await entryAt(open, key);
  readBase(entry);
  const [base = 0] = await open.store.counters([counterKey(book, repeatCounter(source))]);
  return rewrite(entry, key, { base });
}
