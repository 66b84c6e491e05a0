import { namespaceOf, type VenueOrder } from '@tradewarden/core/venue';
import { type JournalledPlan, ordersOf, sameSlot } from '../order-journal/journalled-plan.ts';
import type { OrderNews } from '../order-journal/merge-facts.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import { isLive, isPending, isUnsent, type PlanOrder } from '../plan-steps/plan-order.ts';
import type { OrderLine } from '../submit/order-line.ts';
import type { Absences } from './absences.ts';
import { lookUp } from './look-up.ts';
import type { VenueReading } from './venue-reading.ts';

/** What the lists of one look at the venue say of the orders of a plan. */
export function shownNews(journalled: JournalledPlan, reading: VenueReading): readonly OrderNews[] {
  return ordersOf(journalled).flatMap((order) => {
    if (order.view.attempt === 0) return [];
    const shown = shownOpen(order, reading);
    const facts: readonly OrderFact[] = [
      ...tradesOf(order, reading),
      ...(shown === undefined ? [] : [{ kind: 'seen', order: shown, at: reading.at } as const]),
    ];
    return facts.length === 0 ? [] : [newsOf(order, facts)];
  });
}

/** What lookups say of the orders that may be at the venue and that its lists do not show. */
export async function soughtNews(
  line: OrderLine,
  journalled: JournalledPlan,
  reading: VenueReading,
  absences: Absences,
): Promise<readonly OrderNews[]> {
  const news = await Promise.all(
    ordersOf(journalled).map(async (order) => {
      if (order.view.attempt === 0) return undefined;
      if (shownOpen(order, reading) !== undefined) {
        absences.forget(order.view.request.clientOrderId);
        return undefined;
      }
      if ((!isLive(order) && !isPending(order)) || isUnsent(order)) return undefined;
      const facts = journalled.orders.find((other) => sameSlot(other, order))?.facts ?? [];
      return newsOf(order, await lookUp(line, { order, facts, reading, absences }));
    }),
  );
  return news.filter((told) => told !== undefined && told.facts.length > 0) as readonly OrderNews[];
}

const newsOf = ({ role, leg, generation, view }: PlanOrder, facts: readonly OrderFact[]): OrderNews => ({
  slot: { role, leg, generation },
  clientOrderId: view.request.clientOrderId,
  facts,
});

function shownOpen({ view }: PlanOrder, { open }: VenueReading): VenueOrder | undefined {
  const { clientOrderId, symbol, instruction } = view.request;
  return open?.find({ clientOrderId, symbol, namespace: namespaceOf(instruction) });
}

/** By our id, or by the venue's of the order or of what it has become. */
function tradesOf({ view }: PlanOrder, { fillsOf }: VenueReading): readonly OrderFact[] {
  const { clientOrderId, symbol } = view.request;
  const known = new Set(view.fills.map(({ tradeId }) => tradeId));
  const ids = [clientOrderId, view.venueOrderId, view.childOrderId].filter((id) => id !== undefined);
  const fills = new Set(ids.flatMap(fillsOf));
  return [...fills]
    .filter((fill) => fill.symbol === symbol && !known.has(fill.tradeId))
    .map((fill) => ({ kind: 'filled', fill }));
}
