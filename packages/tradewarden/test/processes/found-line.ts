import {
  bookKey,
  type Decision,
  type Execution,
  executionKey,
  type Reservation,
  type Store,
} from '@tradewarden/core';
import { verifyAudit } from '@tradewarden/core/audit';
import { type JournalledPlan, orderJournalKey, ordersOf } from '@tradewarden/executor';
import { deliveries } from './file-channel.ts';
import { takenEntries } from './file-venue.ts';
import { readDecisions } from './process-books.ts';
import { lineBook } from './trade-line.ts';

/** How far a line has come with its first plan. */
export interface FoundLine {
  /** How many plans are decided, all together. */
  readonly decisions: number;
  /** Of the first plan that was approved: `-` without one. */
  readonly reservation: string;
  readonly execution: string;
  /** State of its first entry. */
  readonly entry: string;
  readonly fills: number;
  /** Entries that the venue took. */
  readonly orders: number;
  readonly deliveries: number;
  readonly sealed: boolean;
}

export async function foundLine(store: Store, directory: string): Promise<FoundLine> {
  const { decisions } = await readDecisions(store);
  const { decisionId = '-' }: Partial<Decision> =
    decisions.find(({ verdict }) => verdict !== 'rejected') ?? {};
  const [held, filed, journalled] = await store.get([
    bookKey(lineBook, 'res', decisionId),
    executionKey(lineBook, decisionId),
    orderJournalKey(lineBook, decisionId),
  ]);
  const journal = journalled?.value as unknown as JournalledPlan | undefined;
  const reservation = held?.value as unknown as Reservation | undefined;
  const execution = filed?.value as unknown as Execution | undefined;
  const { unsealed } = await verifyAudit(store, 'main');
  return {
    decisions: decisions.length,
    reservation: reservation?.state ?? '-',
    execution: execution?.status ?? '-',
    entry: ordersOf(journal ?? { orders: [] })[0]?.view.state ?? '-',
    fills: execution?.fills.length ?? 0,
    orders: takenEntries(directory).length,
    deliveries: deliveries(directory).length,
    sealed: decisions.length > 0 && unsealed === 0,
  };
}
