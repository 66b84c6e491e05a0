import { type LookupAnswer, namespaceOf } from '@tradewarden/core/venue';
import type { OrderFact } from '../order-state/order-fact.ts';
import type { PlanOrder } from '../plan-steps/plan-order.ts';
import { limited, type OrderLine, validityMs } from '../submit/order-line.ts';
import type { Absences } from './absences.ts';
import type { VenueReading } from './venue-reading.ts';

/** How long an order whose requests never lose their effect may stay unknown before a person has to look, in milliseconds. */
const quarantineMs = 600_000;

export interface Unseen extends Pick<PlanOrder, 'view'> {
  readonly facts: readonly OrderFact[];
  readonly reading: VenueReading;
  readonly absences: Absences;
}

/** What one lookup says of an order that is not among the open ones. A lookup that fails says nothing. */
export async function lookUp(
  { venue, clock }: Pick<OrderLine, 'venue' | 'clock'>,
  { view, facts, reading, absences }: Unseen,
): Promise<readonly OrderFact[]> {
  const { clientOrderId, symbol, instruction } = view.request;
  const at = clock.now();
  const address = { clientOrderId, symbol, namespace: namespaceOf(instruction) };
  const answer = await venue
    .lookup(address, limited())
    .catch((error: unknown): LookupAnswer => ({ status: 'failed', reason: String(error) }));
  if (answer.status === 'found') {
    absences.forget(clientOrderId);
    const { order, child } = answer;
    return [
      { kind: 'seen', order, at },
      ...(child === undefined ? [] : [{ kind: 'child-seen', order: child, at } as const]),
    ];
  }
  if (view.state === 'sending') {
    // Whoever sent it is gone, and cannot have signed it later than now.
    const boundAt = reading.now + validityMs + venue.capabilities.absenceMarginMs;
    return [{ kind: 'unanswered', attempt: view.attempt, boundAt, at }];
  }
  if (answer.status === 'failed' || view.state !== 'unknown') {
    absences.forget(clientOrderId);
    return [];
  }
  const { boundAt } = view;
  if (boundAt === undefined) return isExhausted(facts, at) ? [abandoned(at)] : [];
  const asOf = Math.min(answer.asOf, reading.open?.asOf ?? 0, reading.fillsAsOf ?? 0);
  const lagMs = venue.capabilities.readLagMs;
  return absences.isProven(clientOrderId, { asOf, boundAt: boundAt + lagMs, lagMs })
    ? [{ kind: 'absent', attempt: view.attempt, at }]
    : [];
}

const isExhausted = (facts: readonly OrderFact[], at: number): boolean =>
  facts.every(
    (fact) => (fact.kind !== 'unanswered' && fact.kind !== 'refused') || at >= fact.at + quarantineMs,
  );

const abandoned = (at: number): OrderFact => ({
  kind: 'abandoned',
  reason: 'the venue does not say what became of it, and cannot say that it never will',
  at,
});
