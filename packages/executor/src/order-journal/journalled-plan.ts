import { type Book, bookKey, type DecimalString, type Reservation, sha256Hex } from '@tradewarden/core';
import { foldOrder } from '../order-state/fold-order.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import type { ExecutionPlan } from '../plan-steps/execution-plan.ts';
import type { OrderSlot, PlanOrder } from '../plan-steps/plan-order.ts';
import { base32Of } from './base-32.ts';
import type { Handover } from './handover.ts';

/** One order of a plan with all that is known of it. */
export interface JournalledOrder extends OrderSlot {
  readonly clientOrderId: string;
  readonly facts: readonly OrderFact[];
}

/** What of a plan the summary of its execution repeats. */
interface PlanOrigin {
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  readonly regime?: string;
  readonly score?: DecimalString;
}

/** The journal of one plan: one document, each change of it one commit fenced by its version. */
export interface JournalledPlan {
  readonly decisionId: string;
  readonly reservationId: string;
  readonly origin: PlanOrigin;
  readonly plan: ExecutionPlan;
  /** What was reserved for the whole plan, in counting units. */
  readonly reserved: Reservation['uses'];
  readonly orders: readonly JournalledOrder[];
  /** Parts of trades that changed hands between this plan and others of its symbol. */
  readonly handovers?: readonly Handover[];
  /** What somebody asked of the whole plan: no more entries, or out of what is held as well. */
  readonly asked?: 'no-entries' | 'leave';
}

export const orderJournalKey = (book: Pick<Book, 'account' | 'mode'>, decisionId: string): string =>
  bookKey(book, 'order-journal', decisionId);

/**
 * The same in every process for the same order of the same plan, so that a second send can never open a second order:
 * 26 characters over SHA-256, within the grammar of every venue.
 */
export const slotOrderId = (book: Book, decisionId: string, { role, leg, generation }: OrderSlot): string =>
  `tw${base32Of(sha256Hex(JSON.stringify([book.venue, book.account, book.mode, decisionId, role, leg, generation])))}`;

export const sameSlot = (left: OrderSlot, right: OrderSlot): boolean =>
  left.role === right.role && left.leg === right.leg && left.generation === right.generation;

/** The orders of a plan as their facts say they stand. */
export const ordersOf = ({ orders }: Pick<JournalledPlan, 'orders'>): readonly PlanOrder[] =>
  orders.flatMap(({ role, leg, generation, facts }) => {
    const view = foldOrder(facts);
    return view === undefined ? [] : [{ role, leg, generation, view }];
  });
