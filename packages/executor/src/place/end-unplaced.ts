import { hasEnded } from '@tradewarden/core';
import { executionOf } from '../follow/execution-of.ts';
import { ordersOf } from '../order-journal/journalled-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';

/** Without a venue nothing ever fills: plans whose time is over give back what they held. Returns how many. */
export async function endUnplaced(line: OrderLine): Promise<number> {
  const at = line.clock.now();
  const over = (await line.journal.open()).filter(
    ({ plan, asked }) => at >= plan.expiresAt || asked !== undefined,
  );
  for (const journalled of over) {
    const orders = ordersOf(journalled);
    const execution = executionOf({ book: line.book, journalled, orders, phase: 'expired', at });
    if (hasEnded(execution)) await line.ledger.close(journalled.reservationId, execution.status, execution);
  }
  return over.length;
}
