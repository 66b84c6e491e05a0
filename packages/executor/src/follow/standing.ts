import {
  applyingLatchKeys,
  bookKey,
  type Entry,
  type Execution,
  executionKey,
  type Reservation,
} from '@tradewarden/core';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { OrderLine } from '../submit/order-line.ts';

/** What stands in the store beside the journal of one plan. */
export interface Standing {
  readonly reservation: Reservation | undefined;
  readonly execution: Execution | undefined;
  /** Of the execution's key. */
  readonly version: number;
  readonly isLatched: boolean;
}

const atOnce = 500;

/** Reads it for many plans together: most of them have their latches in common. */
export async function readStanding(
  { book, store }: Pick<OrderLine, 'book' | 'store'>,
  plans: readonly JournalledPlan[],
): Promise<(journalled: JournalledPlan) => Standing> {
  const latchesOf = ({ origin, plan }: JournalledPlan): readonly string[] =>
    applyingLatchKeys(book, { venue: book.venue, source: origin.source, symbol: plan.symbol });
  const resKey = ({ reservationId }: JournalledPlan): string => bookKey(book, 'res', reservationId);
  const keys = [
    ...new Set(
      plans.flatMap((plan) => [...latchesOf(plan), resKey(plan), executionKey(book, plan.decisionId)]),
    ),
  ];
  const found = new Map<string, Entry>();
  for (let from = 0; from < keys.length; from += atOnce)
    for (const entry of await store.get(keys.slice(from, from + atOnce)))
      if (entry !== null) found.set(entry.key, entry);
  return (journalled) => {
    const filed = found.get(executionKey(book, journalled.decisionId));
    return {
      reservation: found.get(resKey(journalled))?.value as unknown as Reservation | undefined,
      execution: filed?.value as unknown as Execution | undefined,
      version: filed?.version ?? 0,
      isLatched: latchesOf(journalled).some((key) => found.has(key)),
    };
  };
}
