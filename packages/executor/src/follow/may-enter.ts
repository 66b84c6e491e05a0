import { applyingLatchKeys } from '@tradewarden/core';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';

/** Whether a plan's entries may go on; otherwise those that work are taken back. */
export async function mayEnter(
  { book, store, safeguards }: OrderLine,
  { asked, origin, plan }: JournalledPlan,
): Promise<boolean> {
  if (asked !== undefined || safeguards.stopped?.() !== undefined) return false;
  const { venue } = book;
  const keys = applyingLatchKeys(book, { venue, source: origin.source, symbol: plan.symbol });
  return (await store.get(keys)).every((latch) => latch === null);
}
