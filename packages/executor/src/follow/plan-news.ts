import { namespaceOf, type VenueOrder } from '@tradewarden/core/venue';
import { type JournalledPlan, ordersOf, sameSlot } from '../order-journal/journalled-plan.ts';
import type { OrderNews } from '../order-journal/merge-facts.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import { isLive, isPending, isUnsent, type PlanOrder } from '../plan-steps/plan-order.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { Absences } from './absences.ts';
import { lookUp } from './look-up.ts';
import type { VenueReading } from './venue-reading.ts';

/** What a look at the venue says of the orders of one plan; orders that it does not show are looked up one by one. */
export async function planNews(
  line: OrderLine,
  journalled: JournalledPlan,
  reading: VenueReading,
  absences: Absences,
): Promise<readonly OrderNews[]> {
  const news: OrderNews[] = [];
  for (const order of ordersOf(journalled)) {
    const known = journalled.orders.find((other) => sameSlot(other, order))?.facts ?? [];
    if (order.view.attempt === 0) continue;
    const { clientOrderId } = order.view.request;
    const shown = shownOpen(order, reading);
    const facts: OrderFact[] = [...tradesOf(order, reading)];
    if (shown !== undefined) {
      absences.forget(clientOrderId);
      facts.push({ kind: 'seen', order: shown, at: reading.at });
    } else if ((isLive(order) || isPending(order)) && !isUnsent(order))
      facts.push(...(await lookUp(line, { view: order.view, facts: known, reading, absences })));
    const slot = { role: order.role, leg: order.leg, generation: order.generation };
    if (facts.length > 0) news.push({ slot, clientOrderId, facts });
  }
  return news;
}

function shownOpen({ view }: PlanOrder, { open }: VenueReading): VenueOrder | undefined {
  const { clientOrderId, symbol, instruction } = view.request;
  const namespace = namespaceOf(instruction);
  return open?.orders.find(
    (order) =>
      order.clientOrderId === clientOrderId && order.symbol === symbol && order.namespace === namespace,
  );
}

/** By our id, or by the venue's of the order or of what it has become. */
function tradesOf({ view }: PlanOrder, { fills }: VenueReading): readonly OrderFact[] {
  const { clientOrderId, symbol } = view.request;
  const known = new Set(view.fills.map(({ tradeId }) => tradeId));
  return fills
    .filter(
      (fill) =>
        fill.symbol === symbol &&
        !known.has(fill.tradeId) &&
        (fill.clientOrderId === clientOrderId ||
          fill.venueOrderId === view.venueOrderId ||
          fill.venueOrderId === view.childOrderId),
    )
    .map((fill) => ({ kind: 'filled', fill }));
}
