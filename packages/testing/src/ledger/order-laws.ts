import { Decimal, settlementOf } from '@tradewarden/core';
import type { VenueOrder } from '@tradewarden/core/venue';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerQuestion, LedgerRecord, LedgerViolation } from './ledger-record.ts';

/** Laws 1, 2, 7, 14, 17 and 19: what may reach an exchange at all, and when. */
export function orderLaws(question: LedgerQuestion, book: LedgerBook): readonly LedgerViolation[] {
  const slots = new Set<string>();
  const violations: LedgerViolation[] = [];
  for (const entry of question.ledger) {
    const { kind, sequence, order } = entry;
    const say = (law: LedgerViolation['law'], what: string): void =>
      void violations.push({ law, sequence, what });
    if (kind === 'rejected') refusedByFilter(entry, book, say);
    if (order === undefined) continue;
    const { clientOrderId } = order;
    if (kind === 'changed' && order.status === 'cancelled' && book.isForeign(order))
      if (question.isForeignClosed !== true) say(17, `${clientOrderId} of somebody else was cancelled`);
    if (kind !== 'accepted' || book.isChild(order) || book.isForeign(order)) continue;
    const own = book.of(order);
    if (own === undefined) {
      say(2, `${clientOrderId} was accepted and no journal says that it was sent`);
      continue;
    }
    const { plan, order: slot } = own;
    const place = `${plan.planId} ${slot.role} ${slot.leg} ${slot.generation}`;
    if (slots.has(place)) say(1, `${place} was accepted again`);
    slots.add(place);
    offGrid(question, order, say);
    if (slot.role !== 'entry') continue;
    const underWay = question.underWayMs ?? 0;
    if (entry.at > plan.expiresAt)
      say(19, `${place} was accepted ${entry.at - plan.expiresAt} ms after its end`);
    for (const { symbol, from, to } of question.latches ?? [])
      if (
        (symbol ?? plan.symbol) === plan.symbol &&
        entry.at > from + underWay &&
        entry.at < (to ?? Infinity)
      )
        say(7, `${place} was accepted ${entry.at - from} ms after the latch`);
  }
  return violations;
}

type Say = (law: LedgerViolation['law'], what: string) => void;

const filters: ReadonlySet<unknown> = new Set([
  'BAD_ID',
  'FILTER_NOTIONAL',
  'FILTER_PRICE',
  'FILTER_QUANTITY',
]);

function refusedByFilter(entry: LedgerRecord, book: LedgerBook, say: Say): void {
  const { request } = entry;
  const code = 'code' in entry ? entry.code : undefined;
  if (request === undefined || !filters.has(code)) return;
  if (book.of({ clientOrderId: request.clientOrderId, venueOrderId: '' }) !== undefined)
    say(14, `${request.clientOrderId} was refused with ${String(code)}`);
}

function offGrid({ instruments }: LedgerQuestion, order: VenueOrder, say: Say): void {
  const instrument = instruments.find(({ symbol }) => symbol === order.symbol);
  if (instrument === undefined) return;
  const { step, tick, minimumNotional } = instrument;
  const { instruction, clientOrderId } = order;
  const quantity = Decimal.of(order.quantity);
  if (!quantity.floorToStep(step).eq(quantity))
    say(14, `${clientOrderId}: ${order.quantity} is off the step`);
  const text =
    'price' in instruction ? instruction.price : 'trigger' in instruction ? instruction.trigger : undefined;
  if (text === undefined) return;
  const price = Decimal.of(text);
  if (tick !== undefined && !price.floorToStep(tick).eq(price))
    say(14, `${clientOrderId}: ${text} is off the tick`);
  if (minimumNotional === undefined || order.reduceOnly) return;
  const value = settlementOf(instrument).contract === 'inverse' ? quantity : quantity.times(price);
  if (value.lt(minimumNotional)) say(14, `${clientOrderId}: value ${value.toString()} is too small`);
}
