import { type Book, Decimal, type Execution, type Fill } from '@tradewarden/core';
import { countedFills } from '../order-journal/handover.ts';
import { type JournalledPlan, slotOrderId } from '../order-journal/journalled-plan.ts';
import { isLive, ofRole, type OrderRole, type PlanOrder } from '../plan-steps/plan-order.ts';
import type { PlanPhase } from '../plan-steps/plan-steps.ts';
import { shareOf } from '../plan-steps/target-steps.ts';

interface Stand {
  readonly book: Book;
  readonly journalled: JournalledPlan;
  readonly orders: readonly PlanOrder[];
  readonly phase: PlanPhase;
  /** Epoch ms. */
  readonly at: number;
}

/** A plan in one document, as reservations, outcomes and reports read it. */
export function executionOf({ book, journalled, orders, phase, at }: Stand): Execution {
  const { decisionId, reservationId, origin, plan } = journalled;
  const code = ofRole(orders, 'entry').find(({ view }) => view.code !== undefined)?.view.code;
  const status = statusOf(journalled, orders, phase);
  const quantity = plan.entries.reduce((sum, leg) => sum.plus(leg.quantity), Decimal.zero);
  return {
    decisionId,
    reservationId,
    ...origin,
    symbol: plan.symbol,
    direction: plan.direction,
    book,
    order: {
      clientOrderId: slotOrderId(book, decisionId, { role: 'entry', leg: 0, generation: 1 }),
      symbol: plan.symbol,
      direction: plan.direction,
      quantity: quantity.toString(),
      entry: plan.entries[0]?.price ?? '0',
      stop: plan.stop,
      targets: plan.targets.map(({ price }, leg) => ({
        price,
        quantity: shareOf(plan, leg, quantity).toString(),
      })),
      expiresAt: plan.expiresAt,
    },
    status,
    fills: tradesOf(journalled, orders),
    ...(status === 'rejected' && code !== undefined ? { code } : {}),
    updatedAt: at,
  };
}

function statusOf(
  { asked }: JournalledPlan,
  orders: readonly PlanOrder[],
  phase: PlanPhase,
): Execution['status'] {
  const entries = ofRole(orders, 'entry');
  const states = entries.map(({ view }) => view.state);
  if (phase === 'closed') return 'closed';
  if (phase === 'expired') {
    if (states.length > 0 && states.every((state) => state === 'rejected')) return 'rejected';
    if (entries.every(({ view }) => view.attempt === 0)) return 'not-placed';
    return asked === undefined ? 'expired' : 'cancelled';
  }
  if (entries.some(({ view }) => view.filled.isPositive())) return 'open';
  if (entries.some(isLive)) return 'working';
  if (states.includes('unknown')) return 'unknown';
  return states.includes('sending') ? 'sending' : 'journaled';
}

const reasonOf: Readonly<Record<OrderRole, Fill['reason']>> = {
  entry: 'entry',
  stop: 'stop',
  target: 'target',
  exit: 'exit',
};

/** Oldest first; each names the order that traded, which for what changed hands is one of another plan. */
export const tradesOf = (
  journalled: Pick<JournalledPlan, 'decisionId' | 'handovers'>,
  orders: readonly PlanOrder[],
): readonly Fill[] =>
  countedFills(
    journalled,
    orders.flatMap(({ role, view }) =>
      view.fills.map(({ tradeId, price, quantity, fee, at }) => ({
        tradeId,
        clientOrderId: view.request.clientOrderId,
        reason: reasonOf[role],
        price,
        quantity,
        fee,
        at,
      })),
    ),
  );
