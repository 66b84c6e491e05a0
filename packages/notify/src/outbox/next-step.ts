import type { DeliveryOutcome } from '@tradewarden/core';
import { backoffMs } from './backoff.ts';
import type { DeliveryRow } from './delivery-row.ts';

/** What follows from an outcome; what the breaker, the scopes and the audit log hear of it is in the outcome itself. */
export type NextStep =
  | { readonly do: 'settle'; readonly as: 'notify.sent' | 'notify.uncertain' }
  | { readonly do: 'again'; readonly delayMs: number; readonly repeat: boolean }
  | { readonly do: 'redirect'; readonly target: string }
  | { readonly do: 'bury'; readonly reason: string };

const longestAgeMs = 86_400_000;
const mostRedirects = 3;

/** Pure: the whole policy of retries in one place. A permanent outcome is never tried again. */
export function nextStep(
  row: DeliveryRow,
  outcome: DeliveryOutcome,
  { now, idempotent }: { readonly now: number; readonly idempotent: boolean },
): NextStep {
  const backoff = backoffMs(row.id, row.attempts, row.severity === 'critical');
  const again = (delayMs: number, repeat: boolean, reason: string): NextStep =>
    now - row.at >= longestAgeMs
      ? { do: 'bury', reason: `${reason}; given up after ${row.attempts} attempts in a day` }
      : { do: 'again', delayMs, repeat };
  switch (outcome.status) {
    case 'delivered':
    case 'noop':
      return { do: 'settle', as: 'notify.sent' };
    case 'rate-limited':
      return again(outcome.retryAfterMs, false, 'rate limited');
    case 'transient':
      return again(outcome.retryAfterMs ?? backoff, false, outcome.reason);
    case 'uncertain':
      // Sent twice is worse than an audited doubt, unless the message matters more or the provider drops repeats.
      return idempotent || row.severity === 'critical'
        ? again(backoff, true, outcome.reason)
        : { do: 'settle', as: 'notify.uncertain' };
    case 'redirect':
      return (row.redirects ?? 0) >= mostRedirects
        ? { do: 'bury', reason: `the target moved again and again, last to ${outcome.target}` }
        : { do: 'redirect', target: outcome.target };
    case 'permanent-payload':
    case 'permanent-target':
    case 'permanent-config':
      return { do: 'bury', reason: outcome.reason };
  }
}
