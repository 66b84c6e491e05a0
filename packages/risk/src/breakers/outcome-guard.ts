import {
  auditAppend,
  type Append,
  type Book,
  type Entry,
  type Execution,
  type Json,
  type LatchCause,
  type Store,
  TradingLatches,
} from '@tradewarden/core';
import { type ClosingGuard, tightened } from '@tradewarden/core/latch';
import { type LimitOverrides, type Limits, type Profile, resolveLimits } from '../limits/limits.ts';
import { outcomeOf } from './outcome.ts';
import {
  type Cooldown,
  cooldownScope,
  type OutcomeState,
  outcomeStateKey,
  readOutcomeState,
} from './outcome-state.ts';

export interface OutcomeGuardOptions {
  readonly profile?: Profile;
  readonly limits?: LimitOverrides;
}

const actor = { kind: 'process', id: 'outcome-guard' } as const;

/**
 * Counts losses in a row and starts cooldowns, in the commit that closes a position: whoever sees it closed sees
 * them too. The last loss of a streak latches in that commit.
 * @throws {ConfigError} limits that cannot be used.
 */
export function outcomeGuard(options: OutcomeGuardOptions = {}): ClosingGuard {
  const limits = resolveLimits(options.profile, options.limits);
  return {
    closing: async ({ store, book, execution }) => {
      const [entry = null] = await store.get([outcomeStateKey(book)]);
      const before = readable(entry);
      if (before === undefined) return {};
      const after = afterClosing(before, execution, limits);
      if (after === before) return {};
      const streak = limits.decimal('lossStreak');
      const isStreak = after.losses > before.losses && streak?.lte(after.losses) === true;
      const causes = isStreak ? [streakCause(after.losses, streak.toString(), execution.updatedAt)] : [];
      const change = isStreak ? tightened(book, 'account', await latchOf(store, book), causes) : undefined;
      const key = outcomeStateKey(book);
      return {
        checks: [{ key, version: entry?.version ?? 0 }, ...(change === undefined ? [] : [change.check])],
        puts: [{ key, value: after as unknown as Json }, ...(change?.puts ?? [])],
        appends: change === undefined ? [] : [...change.appends, evidence(book, after, execution)],
      };
    },
  };
}

/** What cannot be read must not keep a position from closing; decisions are refused by it. */
function readable(entry: Entry | null): OutcomeState | undefined {
  try {
    return readOutcomeState(entry);
  } catch {
    return undefined;
  }
}

const latchOf = (store: Store, book: Pick<Book, 'account' | 'mode'>): ReturnType<TradingLatches['find']> =>
  new TradingLatches({ store, book }).find('account');

const streakCause = (losses: number, limit: string, at: number): LatchCause => ({
  cause: 'loss-streak',
  state: 'REDUCING',
  reason: `${losses} losses in a row, limit ${limit}`,
  actor,
  at,
});

/** The same value when this end means nothing to the breakers. */
function afterClosing(before: OutcomeState, execution: Execution, limits: Limits): OutcomeState {
  const at = execution.updatedAt;
  const outcome = outcomeOf(execution);
  const scratch = limits.number('outcome.scratch');
  const lost = outcome?.r.lt(scratch.negated()) === true;
  const won = outcome?.r.gt(scratch) === true;
  const begun = [
    cooldown(outcome?.stopped === true, 'stop', 'cooldown.afterStopMs'),
    cooldown(lost, 'loss', 'cooldown.afterLossMs'),
    cooldown(execution.status === 'rejected', 'venue-rejection', 'cooldown.afterRejectMs'),
  ].filter((one) => one !== undefined);
  if (!lost && !won && begun.length === 0) return before;
  return {
    losses: won ? 0 : before.losses + (lost ? 1 : 0),
    cooldowns: [...before.cooldowns, ...begun].filter(({ until }) => until > at),
  };

  function cooldown(begins: boolean, why: Cooldown['why'], key: string): Cooldown | undefined {
    const ms = limits.number(key).toInteger(0, 'ceil');
    const { symbol, direction, source } = execution;
    const scope = cooldownScope(limits.word('cooldown.scope'), { symbol, direction, source });
    return begins && ms > 0 ? { scope, until: at + ms, why } : undefined;
  }
}

const evidence = (
  book: Pick<Book, 'account' | 'mode'>,
  after: OutcomeState,
  { planId, reservationId, updatedAt }: Execution,
): Append =>
  auditAppend(book.account, {
    type: 'breaker.tripped',
    at: updatedAt,
    actor,
    subject: { planId, account: book.account },
    corr: reservationId,
    data: { mode: book.mode, breakers: [{ breaker: 'loss-streak', observed: String(after.losses) }] },
  });
