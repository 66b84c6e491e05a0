import { type Approved, Decimal, takeIntent } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import type { OrderRequest } from '@tradewarden/core/venue';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { OrderLine } from './order-line.ts';

/**
 * The entry as approved, when the committed decision still stands and the legs that are journalled are no more than it
 * approved; otherwise why not.
 */
export async function approvedEntry(
  { store, book }: Pick<OrderLine, 'store' | 'book'>,
  { decisionId, plan }: JournalledPlan,
  request: OrderRequest,
): Promise<Approved<OrderRequest> | string> {
  const taken = await takeIntent(store, book, decisionId);
  if (taken.status === 'refused') return taken.reason;
  const legs = plan.entries.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
  const approved = taken.plan.sizing.quantity;
  if (legs.gt(approved)) return `its legs are ${legs.toString()}, approved are ${approved}`;
  if (request.symbol !== taken.plan.plan.symbol) return `it is for ${request.symbol}`;
  return approve(request);
}
