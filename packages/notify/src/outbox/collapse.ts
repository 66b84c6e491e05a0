import type { Entry, Json } from '@tradewarden/core';
import type { Repeated } from '../alerts/alert-message.ts';

/** What is known of a fingerprint. */
interface Seen {
  /** Since the last that was sent. */
  readonly count: number;
  readonly since: number;
  /** Not said again before. */
  readonly until: number;
  readonly intervalMs: number;
}

const firstIntervalMs = 300_000;
const longestIntervalMs = 14_400_000;

export interface Collapsed {
  readonly say: boolean;
  /** How many were not said since the last one. */
  readonly repeated?: Repeated;
  readonly value: Json;
  readonly ttlMs: number;
}

/**
 * The first alert is said at once. The same again is counted until its interval is over, then said with the count;
 * intervals double while it goes on, from five minutes to four hours, and start over after a quiet one.
 */
export function collapse(entry: Entry | null | undefined, now: number): Collapsed {
  const seen = entry === null || entry === undefined ? undefined : (entry.value as unknown as Seen);
  const kept = (value: Seen): Pick<Collapsed, 'value' | 'ttlMs'> => ({
    value: value as unknown as Json,
    ttlMs: Math.max(1, value.until - now) + value.intervalMs,
  });
  if (seen === undefined || now >= seen.until + seen.intervalMs) {
    const fresh = { count: 0, since: now, until: now + firstIntervalMs, intervalMs: firstIntervalMs };
    return { say: true, ...kept(fresh) };
  }
  if (now < seen.until) return { say: false, ...kept({ ...seen, count: seen.count + 1 }) };
  const intervalMs = Math.min(longestIntervalMs, seen.intervalMs * 2);
  const next = kept({ count: 0, since: now, until: now + intervalMs, intervalMs });
  return {
    say: true,
    ...next,
    ...(seen.count === 0 ? {} : { repeated: { count: seen.count + 1, since: seen.since } }),
  };
}
