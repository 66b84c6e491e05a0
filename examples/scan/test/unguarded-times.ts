import type { LedgerEntry } from '@tradewarden/venue-sim/exchange';
import { Decimal } from 'decimal.js';

/** How long more was held of a symbol than stops guarded. */
export interface HeldTime {
  readonly symbol: string;
  readonly ms: number;
  /** False when it was still so at the end. */
  readonly isOver: boolean;
}

interface Book {
  held: Decimal;
  /** Live stops, by the venue's id. */
  readonly stops: Map<string, Decimal>;
  since: number | undefined;
}

/** Replays what the venue recorded, in the plainest way: positions from trades, stops from orders. */
export function unguardedTimes(ledger: readonly LedgerEntry[]): readonly HeldTime[] {
  const books = new Map<string, Book>();
  const times: HeldTime[] = [];
  for (const entry of ledger) {
    if (entry.kind !== 'accepted' && entry.kind !== 'changed' && entry.kind !== 'filled') continue;
    const { order } = entry;
    const book = books.get(order.symbol) ?? { held: new Decimal(0), stops: new Map(), since: undefined };
    books.set(order.symbol, book);
    if (entry.kind === 'filled') {
      const { side, quantity } = entry.fill;
      book.held = book.held.plus(new Decimal(quantity).times(side === 'BUY' ? 1 : -1));
    } else if (order.namespace === 'conditional') {
      if (order.status === 'new') book.stops.set(order.venueOrderId, new Decimal(order.quantity));
      // Until its child has filled, a triggered stop is on its way out.
      else if (order.status !== 'triggered') book.stops.delete(order.venueOrderId);
    }
    if (book.held.isZero()) book.stops.clear();
    const guarded = Decimal.sum(0, ...book.stops.values());
    const isNaked = book.held.abs().gt(guarded);
    if (isNaked) book.since ??= entry.at;
    else if (book.since !== undefined) {
      times.push({ symbol: order.symbol, ms: entry.at - book.since, isOver: true });
      book.since = undefined;
    }
  }
  for (const [symbol, { since }] of books)
    if (since !== undefined) times.push({ symbol, ms: Number.POSITIVE_INFINITY, isOver: false });
  return times;
}
