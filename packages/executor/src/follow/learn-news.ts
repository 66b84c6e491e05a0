import { Decimal, StoreUnavailableError } from '@tradewarden/core';
import { type JournalledPlan, ordersOf, sameSlot } from '../order-journal/journalled-plan.ts';
import type { OrderNews } from '../order-journal/merge-facts.ts';
import type { Recorded } from '../order-journal/order-journal.ts';
import { foldOrder } from '../order-state/fold-order.ts';
import type { OrderLine } from '../submit/order-line.ts';
import { executionOf } from './execution-of.ts';

/**
 * Records what was learned of a plan's orders. Before more is known to be entered the reservation counts it as unguarded:
 * a crash in between counts too much rather than too little.
 */
export async function learnNews(
  line: OrderLine,
  journalled: JournalledPlan,
  news: readonly OrderNews[],
): Promise<Recorded> {
  const { decisionId, reservationId } = journalled;
  const at = line.clock.now();
  if (news.some((told) => entersMore(journalled, told))) {
    const orders = ordersOf(journalled);
    const execution = executionOf({ book: line.book, journalled, orders, phase: 'entering', at });
    try {
      await line.ledger.setStop(reservationId, 'missing', execution);
    } catch (error) {
      // A full disk lets nothing be approved either; what is held is guarded all the same.
      if (!StoreUnavailableError.isInstance(error)) throw error;
    }
  }
  return line.journal.record(decisionId, { news, at });
}

function entersMore({ orders }: JournalledPlan, { slot, facts }: OrderNews): boolean {
  if (slot.role !== 'entry') return false;
  const known = orders.find((order) => sameSlot(order, slot))?.facts ?? [];
  const before = foldOrder(known)?.filled ?? Decimal.zero;
  return foldOrder([...known, ...facts])?.filled.gt(before) === true;
}
