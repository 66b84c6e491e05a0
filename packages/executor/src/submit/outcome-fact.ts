import type { SubmitOutcome } from '@tradewarden/core/venue';
import type { OrderFact } from '../order-state/order-fact.ts';

interface Sent {
  readonly attempt: number;
  /** Our clock, epoch ms. */
  readonly at: number;
  /** Of the venue's clock: after it the request takes no effect any more. */
  readonly boundAt: number;
}

/** Without a pause of the venue's own, how long what did not leave waits for its next attempt. */
const pauseMs = 1000;

/** What an answer says of the order. Whatever is no clear refusal leaves open whether it exists. */
export function outcomeFact(outcome: SubmitOutcome, { attempt, at, boundAt }: Sent): OrderFact {
  switch (outcome.status) {
    case 'accepted':
      return { kind: 'seen', order: outcome.order, at };
    case 'duplicate':
      return outcome.order === undefined
        ? { kind: 'refused', attempt, code: 'DUPLICATE_ID', reason: 'the venue has an order of this id', at }
        : { kind: 'seen', order: outcome.order, at };
    case 'rejected':
      return { kind: 'refused', attempt, code: outcome.code, reason: outcome.reason, at };
    case 'throttled':
      return { kind: 'held-back', attempt, retryAt: at + outcome.retryAfterMs, reason: 'throttled', at };
    case 'not-sent':
      return { kind: 'held-back', attempt, retryAt: at + pauseMs, reason: outcome.reason, at };
    case 'unknown':
      return { kind: 'unanswered', attempt, boundAt: Math.max(boundAt, outcome.boundAt ?? 0), at };
  }
}
