import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';
import { handoversDue, type OpenPlan } from './handovers-due.ts';

/** Gives the plans with their orders, after what they closed of each other has been filed with both. */
export async function handOver(
  line: OrderLine,
  plans: readonly JournalledPlan[],
): Promise<readonly OpenPlan[]> {
  const open = plans.map((journalled) => ({ journalled, orders: ordersOf(journalled) }));
  const due = handoversDue(open);
  if (due.length === 0) return open;
  const named = new Set(due.flatMap(({ from, to }) => [from, to]));
  const sharing = plans.filter(({ decisionId }) => named.has(decisionId));
  const filed = await line.journal.handOver(sharing, due, {
    at: line.clock.now(),
    checks: line.fence(),
  });
  const byId = new Map(filed?.map((journalled) => [journalled.decisionId, journalled]));
  return open.map(({ journalled, orders }) => {
    const now = byId.get(journalled.decisionId);
    return now === undefined ? { journalled, orders } : { journalled: now, orders: ordersOf(now) };
  });
}
