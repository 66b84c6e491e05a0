import { type LookupAnswer, namespaceOf } from '@tradewarden/core/venue';
import type { OrderFact } from '../order-state/order-fact.ts';
import { isLive, type PlanOrder } from '../plan-steps/plan-order.ts';
import { limitedCall } from '../submit/limited-call.ts';
import { type OrderLine, validityMs } from '../submit/order-line.ts';
import type { Absences } from './absences.ts';
import type { VenueReading } from './venue-reading.ts';

/** How long an order whose requests never lose their effect may stay unknown before a person has to look, in milliseconds. */
const quarantineMs = 600_000;

export interface Unseen {
  readonly order: PlanOrder;
  readonly facts: readonly OrderFact[];
  readonly reading: VenueReading;
  readonly absences: Absences;
}

/** What one lookup says of an order that is not among the open ones. A lookup that fails says nothing. */
export async function lookUp(
  { venue, clock }: Pick<OrderLine, 'venue' | 'clock'>,
  { order, facts, reading, absences }: Unseen,
): Promise<readonly OrderFact[]> {
  const { view } = order;
  const { clientOrderId, symbol, instruction } = view.request;
  const { absenceMarginMs, readLagMs: lagMs, unbounded = false } = venue.capabilities;
  const at = clock.now();
  const address = { clientOrderId, symbol, namespace: namespaceOf(instruction) };
  const answer = await limitedCall(
    clock,
    (signal) => venue.lookup(address, signal),
    (reason): LookupAnswer => ({ status: 'failed', reason }),
  );
  if (answer.status === 'found') {
    absences.forget(clientOrderId);
    const { order: found, child } = answer;
    return [
      { kind: 'seen', order: found, at },
      ...(child === undefined ? [] : [{ kind: 'child-seen', order: child, at } as const]),
    ];
  }
  if (view.state === 'sending') {
    // Whoever sent it is gone, and cannot have signed it later than now.
    const boundAt = reading.now + validityMs + absenceMarginMs;
    return [{ kind: 'unanswered', attempt: view.attempt, ...(unbounded ? {} : { boundAt }), at }];
  }
  if (answer.status === 'failed') {
    absences.forget(clientOrderId);
    return [];
  }
  const asOf = Math.min(answer.asOf, reading.open?.asOf ?? 0, reading.fillsAsOf ?? 0);
  if (isLive(order))
    return absences.isProven(clientOrderId, { asOf, boundAt: lastSeen(facts) + lagMs, lagMs })
      ? [abandoned('the venue had the order and does not know it any more', at)]
      : [];
  if (view.boundAt === undefined)
    return isExhausted(facts, at)
      ? [abandoned('the venue does not say what became of it, and cannot say that it never will', at)]
      : [];
  return absences.isProven(clientOrderId, { asOf, boundAt: view.boundAt + lagMs, lagMs })
    ? [{ kind: 'absent', attempt: view.attempt, at }]
    : [];
}

/** When the venue last changed what it has shown of the order; by its clock. */
const lastSeen = (facts: readonly OrderFact[]): number =>
  facts.reduce(
    (last, fact) =>
      fact.kind === 'seen' || fact.kind === 'child-seen' ? Math.max(last, fact.order.updatedAt) : last,
    0,
  );

const isExhausted = (facts: readonly OrderFact[], at: number): boolean =>
  facts.every(
    (fact) => (fact.kind !== 'unanswered' && fact.kind !== 'refused') || at >= fact.at + quarantineMs,
  );

const abandoned = (reason: string, at: number): OrderFact => ({ kind: 'abandoned', reason, at });
