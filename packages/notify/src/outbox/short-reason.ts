import type { DeliveryOutcome } from '@tradewarden/core';

const most = 500;

const short = (text: string): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;

/** What a provider says may be as long as it likes; what is kept of it is repeated in rows, records and alerts. */
export function withShortReason(outcome: DeliveryOutcome): DeliveryOutcome {
  if ('reason' in outcome) return { ...outcome, reason: short(outcome.reason) };
  return outcome.status === 'delivered' && outcome.receipt !== undefined
    ? { ...outcome, receipt: short(outcome.receipt) }
    : outcome;
}
