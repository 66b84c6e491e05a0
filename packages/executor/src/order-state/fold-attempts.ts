import type { VenueRejection } from '@tradewarden/core/venue';
import type { OrderFact } from './order-fact.ts';
import type { OrderState } from './order-status.ts';

export interface Attempts {
  readonly state: OrderState;
  readonly attempt: number;
  readonly retryAt?: number;
  readonly boundAt?: number;
  readonly code?: VenueRejection;
  readonly reason?: string;
}

/** How far an order has come that no venue has ever shown. */
export function attemptsOf(facts: readonly OrderFact[]): Attempts {
  const attempt = highest(facts, 'sending');
  const proven = highest(facts, 'absent');
  const open = unresolved(facts, proven);
  if (open.length > 0) return { state: 'unknown', attempt, ...boundOf(open) };
  const denied = facts.flatMap((fact) => (fact.kind === 'denied' ? [fact.reason] : [])).toSorted()[0];
  const refused = refusal(facts, attempt);
  if (refused !== undefined)
    return { state: 'rejected', attempt, code: refused.code, reason: refused.reason };
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

/** Refused twice with different words, the first by name counts. */
const refusal = (facts: readonly OrderFact[], attempt: number): Refused | undefined =>
  facts
    .filter((fact): fact is Refused => fact.kind === 'refused' && fact.attempt === attempt)
    .toSorted((left, right) => (`${left.code} ${left.reason}` < `${right.code} ${right.reason}` ? -1 : 1))[0];

type HeldBack = Extract<OrderFact, { readonly kind: 'held-back' }>;

/** Told twice to wait, the longer wait counts. */
const heldBack = (facts: readonly OrderFact[], attempt: number): HeldBack | undefined =>
  facts
    .filter((fact): fact is HeldBack => fact.kind === 'held-back' && fact.attempt === attempt)
    .toSorted((left, right) => right.retryAt - left.retryAt || (left.reason < right.reason ? -1 : 1))[0];

type Unanswered = Extract<OrderFact, { readonly kind: 'unanswered' }>;

/** Attempts without an answer that no proof of absence covers; one of them may have arrived whatever came later. */
const unresolved = (facts: readonly OrderFact[], proven: number): readonly Unanswered[] =>
  facts.filter((fact): fact is Unanswered => fact.kind === 'unanswered' && fact.attempt > proven);

/** The latest bound; none where one of them has none. */
const boundOf = (open: readonly Unanswered[]): { readonly boundAt?: number } =>
  open.every(({ boundAt }) => boundAt !== undefined)
    ? { boundAt: Math.max(...open.map(({ boundAt }) => boundAt ?? 0)) }
    : {};
