import type { VenueRejection } from '@tradewarden/core/venue';
import type { OrderFact } from './order-fact.ts';
import type { OrderState } from './order-status.ts';

export interface Attempts {
  readonly state: OrderState;
  readonly attempt: number;
  readonly retryAt?: number;
  readonly boundAt?: number;
  readonly code?: VenueRejection;
  readonly refusedAt?: number;
  readonly reason?: string;
}

/** How far an order has come that no venue has ever shown; facts come in an order of their own. */
export function attemptsOf(facts: readonly OrderFact[]): Attempts {
  const attempt = highest(facts, 'sending');
  const proven = highest(facts, 'absent');
  const open = unresolved(facts, proven);
  if (open.length > 0) return { state: 'unknown', attempt, ...boundOf(open) };
  const denied = facts.flatMap((fact) => (fact.kind === 'denied' ? [fact.reason] : []))[0];
  const refused = refusal(facts, attempt);
  if (refused !== undefined)
    return {
      state: 'rejected',
      attempt,
      code: refused.code,
      reason: refused.reason,
      ...(refused.venueAt === undefined ? {} : { refusedAt: refused.venueAt }),
    };
  const back = heldBack(facts, attempt);
  const over = attempt === 0 || proven >= attempt || back !== undefined;
  if (!over) return { state: 'sending', attempt };
  if (denied !== undefined) return { state: 'denied', attempt, reason: denied };
  if (back !== undefined && proven < attempt)
    return { state: 'intended', attempt, retryAt: back.retryAt, reason: back.reason };
  return { state: attempt === 0 ? 'intended' : 'absent', attempt };
}

const highest = (facts: readonly OrderFact[], kind: 'sending' | 'absent'): number =>
  facts.reduce((most, fact) => (fact.kind === kind ? Math.max(most, fact.attempt) : most), 0);

type Refused = Extract<OrderFact, { readonly kind: 'refused' }>;

const refusal = (facts: readonly OrderFact[], attempt: number): Refused | undefined =>
  facts.find((fact): fact is Refused => fact.kind === 'refused' && fact.attempt === attempt);

type HeldBack = Extract<OrderFact, { readonly kind: 'held-back' }>;

/** Told twice to wait, the longer wait counts. */
const heldBack = (facts: readonly OrderFact[], attempt: number): HeldBack | undefined =>
  facts
    .filter((fact): fact is HeldBack => fact.kind === 'held-back' && fact.attempt === attempt)
    .toSorted((left, right) => right.retryAt - left.retryAt)[0];

type Unresolved = Extract<OrderFact, { readonly kind: 'unanswered' | 'refused' }>;

/**
 * Attempts after which the order may exist, whatever came later, and that no proof of absence covers: those without an
 * answer, and those that the venue refused because it knows the id, which says that an order is there.
 */
const unresolved = (facts: readonly OrderFact[], proven: number): readonly Unresolved[] =>
  facts.filter(
    (fact): fact is Unresolved =>
      (fact.kind === 'unanswered' || (fact.kind === 'refused' && fact.code === 'DUPLICATE_ID')) &&
      fact.attempt > proven,
  );

/** The latest bound; none where one of them has none. */
function boundOf(open: readonly Unresolved[]): { readonly boundAt?: number } {
  const bounds = open.flatMap((fact) =>
    fact.kind === 'unanswered' && fact.boundAt !== undefined ? [fact.boundAt] : [],
  );
  return bounds.length === open.length ? { boundAt: Math.max(...bounds) } : {};
}
