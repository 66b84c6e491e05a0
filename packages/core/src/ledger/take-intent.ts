import type { Book, Decision } from '../domain/decision.ts';
import type { SizedPlan } from '../domain/sized-plan.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { type Approved, approve } from '../gate/approved.ts';
import { sha256Hex } from '../hash/sha256.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Json } from '../domain/json.ts';
import type { Store } from '../store/store.ts';
import { bookKey } from './book-keys.ts';
import type { Reservation } from './reservation.ts';

export type TakenIntent =
  | { readonly status: 'approved'; readonly plan: Approved<SizedPlan>; readonly reservation: Reservation }
  /** Superseded, expired, or not what was decided: never placed. */
  | { readonly status: 'refused'; readonly reason: string };

/**
 * The second place that mints an approval: reads a committed decision with its reservation, and checks that they
 * belong together and that the plan is the one that was decided.
 */
export async function takeIntent(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  decisionId: string,
): Promise<TakenIntent> {
  const [filed, held] = await store.get([
    bookKey(book, 'decision', decisionId),
    bookKey(book, 'res', decisionId),
  ]);
  const refused = (reason: string): TakenIntent => ({ status: 'refused', reason });
  if (filed === null || filed === undefined) return refused('there is no such decision');
  if (held === null || held === undefined) return refused('the decision reserved nothing');
  const decision = filed.value as unknown as Decision;
  const reservation = held.value as unknown as Reservation;
  if (decision.decisionId !== decisionId || reservation.reservationId !== decision.reservationId) {
    return refused('decision and reservation do not belong together');
  }
  if (decision.verdict === 'rejected' || decision.sizing === undefined || !isSound(decision.plan)) {
    return refused('the decision approves nothing');
  }
  if (sha256Hex(canonicalJson(decision.plan as unknown as Json)) !== decision.planHash) {
    return refused('the plan is not the one that was decided');
  }
  if (reservation.state === 'closed')
    return refused(`the reservation is closed: ${reservation.why ?? 'released'}`);
  const { plan, sizing } = decision;
  return {
    status: 'approved',
    plan: approve({ plan, sizing, decisionId, reservationId: reservation.reservationId }),
    reservation,
  };
}

const isSound = (plan: Decision['plan']): plan is TradePlan => !('unparsed' in plan);
