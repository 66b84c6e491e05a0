import { type CancelOutcome, namespaceOf } from '@tradewarden/core/venue';
import { foldOrder } from '../order-state/fold-order.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import { type JournalledPlan, sameSlot } from '../order-journal/journalled-plan.ts';
import type { OrderSlot } from '../plan-steps/plan-order.ts';
import { limited, type OrderLine } from './order-line.ts';

/** Asks the venue to end one order. That it does not find it says nothing: the next look does. */
export async function cancelOrder(
  line: OrderLine,
  { decisionId, orders }: JournalledPlan,
  slot: OrderSlot,
): Promise<boolean> {
  const order = orders.find((other) => sameSlot(other, slot));
  const view = order === undefined ? undefined : foldOrder(order.facts);
  if (order === undefined || view === undefined) return false;
  const { clientOrderId } = order;
  const { symbol, instruction } = view.request;
  const tell = async (fact: OrderFact): Promise<void> => {
    const { role, leg, generation } = slot;
    const news = [{ slot: { role, leg, generation }, clientOrderId, facts: [fact] }];
    await line.journal.record(decisionId, { news, at: line.clock.now() });
  };
  await tell({ kind: 'cancel-sent', at: line.clock.now() });
  await line.reached('cancelling');
  const address = { clientOrderId, symbol, namespace: namespaceOf(instruction) };
  const outcome = await line.venue
    .cancel(address, limited())
    .catch((error: unknown): CancelOutcome => ({ status: 'unknown', reason: String(error) }));
  await line.reached('cancelled');
  const at = line.clock.now();
  const shown = 'order' in outcome ? outcome.order : undefined;
  await tell(shown === undefined ? { kind: 'cancel-unclear', at } : { kind: 'seen', order: shown, at });
  return true;
}
