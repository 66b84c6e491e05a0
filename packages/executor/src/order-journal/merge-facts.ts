import { canonicalJson, type Json } from '@tradewarden/core';
import type { OrderFact } from '../order-state/order-fact.ts';
import type { OrderSlot } from '../plan-steps/plan-order.ts';
import { type JournalledOrder, sameSlot } from './journalled-plan.ts';

/** Facts of one order that somebody has learned. */
export interface OrderNews {
  readonly slot: OrderSlot;
  readonly clientOrderId: string;
  readonly facts: readonly OrderFact[];
}

/** The orders with the news, and what of it says anything new; facts are a set, so nothing depends on who comes first. */
export function mergeFacts(
  orders: readonly JournalledOrder[],
  news: readonly OrderNews[],
): { readonly orders: readonly JournalledOrder[]; readonly fresh: readonly OrderNews[] } {
  let merged = orders;
  const fresh: OrderNews[] = [];
  for (const { slot, clientOrderId, facts } of news) {
    const known = merged.find((order) => sameSlot(order, slot));
    const added: OrderFact[] = [];
    for (const fact of facts) if (isNew(fact, [...(known?.facts ?? []), ...added])) added.push(fact);
    if (added.length === 0) continue;
    fresh.push({ slot, clientOrderId, facts: added });
    const { role, leg, generation } = slot;
    const order = { role, leg, generation, clientOrderId, facts: [...(known?.facts ?? []), ...added] };
    merged =
      known === undefined ? [...merged, order] : merged.map((other) => (other === known ? order : other));
  }
  return { orders: merged, fresh };
}

/**
 * A look that finds an order as the last one did says nothing, unless it comes after a cancel: then it says that the
 * cancel did not take. When something was told does not make it another fact either.
 */
function isNew(fact: OrderFact, known: readonly OrderFact[]): boolean {
  const text = textOf(fact);
  const same = known.filter((other) => textOf(other) === text);
  if (same.length === 0) return true;
  if (fact.kind !== 'seen') return isRepeated(fact);
  const cancelled = Math.max(
    Number.NEGATIVE_INFINITY,
    ...known.map((other) =>
      other.kind === 'cancel-sent' || other.kind === 'cancel-unclear' ? other.at : Number.NEGATIVE_INFINITY,
    ),
  );
  return fact.at > cancelled && same.every((other) => other.kind !== 'seen' || other.at <= cancelled);
}

/** A cancel may be sent again, which is news each time. */
const isRepeated = ({ kind }: OrderFact): boolean => kind === 'cancel-sent' || kind === 'cancel-unclear';

/** Everything but the moment at which it was learned. */
const textOf = (fact: OrderFact): string => canonicalJson({ ...fact, at: 0 } as unknown as Json);
