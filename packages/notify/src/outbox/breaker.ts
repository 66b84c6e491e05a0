/** The breaker of one account at a provider. Absent in the store: closed, without failures. */
export interface Breaker {
  /** Times of the failures of the last minute. */
  readonly failures: readonly number[];
  /** Nothing is sent before this moment; then one attempt decides. */
  readonly openUntil?: number;
  /** How often it opened without a success between. */
  readonly opened: number;
  readonly reason?: string;
  readonly since?: number;
}

export const closedBreaker: Breaker = { failures: [], opened: 0 };

const failuresToOpen = 5;
const withinMs = 60_000;
const firstOpenMs = 30_000;
const longestOpenMs = 600_000;

export const isOpen = ({ openUntil }: Breaker, now: number): boolean =>
  openUntil !== undefined && now < openUntil;

/** Whether it was opened and nothing has succeeded since. */
export const isProbing = ({ openUntil }: Breaker, now: number): boolean =>
  openUntil !== undefined && now >= openUntil;

const open = (breaker: Breaker, now: number, reason: string, openMs: number): Breaker => ({
  failures: [],
  opened: breaker.opened + 1,
  openUntil: now + openMs,
  reason,
  since: breaker.since ?? now,
});

/** A failure that may pass: five within a minute open it, each time for longer; so does a failed probe at once. */
export function afterFailure(breaker: Breaker, now: number, reason: string): Breaker {
  const failures = [...breaker.failures.filter((at) => at > now - withinMs), now];
  const openMs = Math.min(longestOpenMs, firstOpenMs * 2 ** Math.min(breaker.opened, 10));
  return isProbing(breaker, now) || failures.length >= failuresToOpen
    ? open(breaker, now, reason, openMs)
    : { ...breaker, failures };
}

/** The account is refused: no more requests, which could lock it out. */
export const afterRefusal = (breaker: Breaker, now: number, reason: string): Breaker =>
  open(breaker, now, reason, longestOpenMs);
