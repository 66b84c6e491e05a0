import { type CancelOutcome, namespaceOf } from '@tradewarden/core/venue';
import { learnNews } from '../follow/learn-news.ts';
import { type JournalledPlan, sameSlot } from '../order-journal/journalled-plan.ts';
import { foldOrder } from '../order-state/fold-order.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import type { OrderSlot } from '../plan-steps/plan-order.ts';
import { limitedCall } from './limited-call.ts';
import type { OrderLine } from './order-line.ts';

/**
 * Asks the venue to end one order, as the one writer of the account. That it does not find it says nothing: the next
 * look does. `undefined`: nothing was asked.
 */
export async function cancelOrder(
  line: OrderLine,
  journalled: JournalledPlan,
  { role, leg, generation }: OrderSlot,
): Promise<CancelOutcome | undefined> {
  const { journal, clock, venue } = line;
  const slot = { role, leg, generation };
  const order = journalled.orders.find((other) => sameSlot(other, slot));
  const view = order === undefined ? undefined : foldOrder(order.facts);
  if (order === undefined || view === undefined) return undefined;
  const { clientOrderId } = order;
  const { symbol, instruction } = view.request;
  const asked = await journal.record(journalled.decisionId, {
    news: [{ slot, clientOrderId, facts: [{ kind: 'cancel-sent', at: clock.now() }] }],
    at: clock.now(),
    checks: line.fence(),
  });
  if (asked.status !== 'recorded') return undefined;
  await line.reached('cancelling');
  const address = { clientOrderId, symbol, namespace: namespaceOf(instruction) };
  const outcome = await limitedCall(
    clock,
    (signal) => venue.cancel(address, signal),
    (reason): CancelOutcome => ({ status: 'unknown', reason }),
  );
  await line.reached('cancelled');
  const at = clock.now();
  const shown = 'order' in outcome ? outcome.order : undefined;
  const told: OrderFact =
    shown === undefined ? { kind: 'cancel-unclear', at } : { kind: 'seen', order: shown, at };
  await learnNews(line, asked.journalled, [{ slot, clientOrderId, facts: [told] }]);
  return outcome;
}
