import type { DeliveryOutcome } from '@tradewarden/core';

const most = 500;
const longestPauseMs = 86_400_000;
const usualPauseMs = 1000;

/**
 * An outcome as it may be kept: what a provider says may be as long as it likes, and is repeated in rows, records and
 * alerts; and what it says of a pause may be no number, which no store takes, or one without end.
 */
export function soundOutcome(outcome: DeliveryOutcome): DeliveryOutcome {
  const paused =
    'retryAfterMs' in outcome ? { ...outcome, retryAfterMs: soundPause(outcome.retryAfterMs) } : outcome;
  if ('reason' in paused) return { ...paused, reason: short(paused.reason) };
  return paused.status === 'delivered' && paused.receipt !== undefined
    ? { ...paused, receipt: short(paused.receipt) }
    : paused;
}

const soundPause = (ms: number): number => (ms >= 0 ? Math.min(longestPauseMs, Math.ceil(ms)) : usualPauseMs);

const short = (text: string): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
