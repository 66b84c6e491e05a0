import { namespaceOf, type VenueOrder } from '@tradewarden/core/venue';
import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import { isPending, isUnsent } from '../plan-steps/plan-order.ts';

/** The plans as they were last read; one that has ended since stays known, for its symbol. */
export function mergedPlans(
  before: readonly JournalledPlan[],
  now: readonly JournalledPlan[],
): readonly JournalledPlan[] {
  const read = new Set(now.map(({ decisionId }) => decisionId));
  return [...now, ...before.filter(({ decisionId }) => !read.has(decisionId)).map(withoutOrders)];
}

const withoutOrders = (plan: JournalledPlan): JournalledPlan => ({ ...plan, orders: [] });

/** Entries that may be on their way: no list shows them yet. */
export const pendingEntries = (
  plans: readonly JournalledPlan[],
): readonly Pick<VenueOrder, 'clientOrderId' | 'symbol' | 'namespace'>[] =>
  plans.flatMap((plan) =>
    ordersOf(plan)
      .filter((order) => order.role === 'entry' && isPending(order) && !isUnsent(order))
      .map(({ view }) => ({
        clientOrderId: view.request.clientOrderId,
        symbol: view.request.symbol,
        namespace: namespaceOf(view.request.instruction),
      })),
  );
