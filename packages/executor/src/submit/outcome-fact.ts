import type { SubmitOutcome } from '@tradewarden/core/venue';
import type { OrderFact } from '../order-state/order-fact.ts';

interface Sent {
  readonly attempt: number;
  /** Our clock, epoch ms. */
  readonly at: number;
  /** The venue's clock, epoch ms. */
  readonly venueAt: number;
  /** Of the venue's clock: after it the request takes no effect any more; absent: it always may. */
  readonly boundAt?: number;
}

/** Without a pause of the venue's own, how long what had no effect waits for its next attempt. */
const pauseMs = 1000;

/** What an answer says of the order. Whatever is no clear refusal leaves open whether it exists. */
export function outcomeFact(outcome: SubmitOutcome, { attempt, at, venueAt, boundAt }: Sent): OrderFact {
  const heldBack = (reason: string, waitMs: number): OrderFact => ({
    kind: 'held-back',
    attempt,
    retryAt: venueAt + Math.max(0, Math.ceil(waitMs)),
    reason,
    at,
  });
  switch (outcome.status) {
    case 'accepted':
      return { kind: 'seen', order: outcome.order, at };
    case 'duplicate':
      return outcome.order === undefined
        ? { kind: 'refused', attempt, code: 'DUPLICATE_ID', reason: 'the venue has an order of this id', at }
        : { kind: 'seen', order: outcome.order, at };
    case 'rejected':
      // It came too late, which says nothing against the order: another request may be in time.
      return outcome.code === 'EXPIRED_REQUEST'
        ? heldBack(outcome.reason, pauseMs)
        : { kind: 'refused', attempt, code: outcome.code, reason: outcome.reason, venueAt, at };
    case 'throttled':
      return heldBack('throttled', outcome.retryAfterMs);
    case 'not-sent':
      return heldBack(outcome.reason, pauseMs);
    case 'unknown': {
      const bounds = [boundAt, outcome.boundAt].filter((bound) => bound !== undefined);
      return {
        kind: 'unanswered',
        attempt,
        ...(boundAt === undefined ? {} : { boundAt: Math.max(...bounds) }),
        at,
      };
    }
  }
}
