import type { Channel, ChannelRate, Check, Json, Lane, Put, Store } from '@tradewarden/core';
import { rateKey } from './delivery-row.ts';
import { emptyRateLog, freeAt, granted, paused, type RateLog, settled } from './rate-log.ts';

/** A rate of a channel with its log as read. */
export interface RateScope {
  readonly key: string;
  readonly rate: ChannelRate;
  readonly log: RateLog;
  readonly version: number;
}

/** Pauses of a scope that no rate declares: of this channel alone. It limits nothing. */
const pauseOnly: ChannelRate = { scope: 'channel', per: 'target', count: 1_000_000, windowMs: 0 };

/** Every scope that must grant, in one read. */
export async function readScopes(
  store: Store,
  channel: Channel,
  target: string,
): Promise<readonly RateScope[]> {
  const rates = [...(channel.capabilities.rates ?? []), pauseOnly];
  const keys = rates.map((rate) => rateKey(channel, rate, target));
  const entries = await store.get(keys);
  return rates.map((rate, index) => {
    const entry = entries[index];
    return {
      key: keys[index] ?? '',
      rate,
      log: entry === null || entry === undefined ? emptyRateLog : (entry.value as unknown as RateLog),
      version: entry?.version ?? 0,
    };
  });
}

/** The first moment at which all of them grant. */
export const grantedAt = (scopes: readonly RateScope[], lane: Lane, now: number): number =>
  Math.max(now, ...scopes.map(({ log, rate }) => freeAt(log, rate, lane, now)));

export interface ScopeWrites {
  readonly checks: readonly Check[];
  readonly puts: readonly Put[];
}

/** What a change of logs writes; a log is kept no longer than it can matter. */
function writes(
  scopes: readonly RateScope[],
  change: (scope: RateScope) => RateLog,
  now: number,
): ScopeWrites {
  const changed = scopes.flatMap((scope) => {
    const log = change(scope);
    return log === scope.log ? [] : [{ ...scope, log }];
  });
  return {
    checks: changed.map(({ key, version }) => ({ key, version })),
    puts: changed.map(({ key, log, rate }) => {
      const last = Math.max(now, log.pausedUntil ?? 0, ...log.grants.map(({ at, until }) => until ?? at));
      return { key, value: log as unknown as Json, ttlMs: last - now + rate.windowMs + 60_000 };
    }),
  };
}

const counts = ({ rate }: RateScope): boolean => rate.windowMs > 0;

export const grantAll = (scopes: readonly RateScope[], id: string, now: number, until: number): ScopeWrites =>
  writes(
    scopes,
    (scope) => (counts(scope) ? granted(scope.log, scope.rate, { at: now, id, until }, now) : scope.log),
    now,
  );

/** After an answer: the grants count from now on, and a scope that the provider named waits. */
export function settleAll(
  scopes: readonly RateScope[],
  id: string,
  now: number,
  pause?: { readonly scope: string; readonly until: number },
): ScopeWrites {
  const named = scopes.find(({ rate }) => rate.scope === pause?.scope) ?? scopes.at(-1);
  return writes(
    scopes,
    (scope) => {
      const log = counts(scope) ? settled(scope.log, id, now) : scope.log;
      return pause !== undefined && scope === named ? paused(log, pause.until) : log;
    },
    now,
  );
}
