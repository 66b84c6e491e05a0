import type { Book, Check, Clock, ExposureLedger, Store } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import type { OrderJournal } from '../order-journal/order-journal.ts';
import type { EntrySafeguards } from './entry-safeguards.ts';

/** The moments between two lines of execution at which a process may die: a test throws or kills itself there. */
export type ExecutionPoint =
  /** The journal of a plan has begun, nothing has been claimed for sending. */
  | 'armed'
  /** The send is durable, the request has not left. */
  | 'sending'
  /** The venue has answered, nothing of it is recorded. */
  | 'answered'
  /** A cancel is durable, the request has not left. */
  | 'cancelling'
  | 'cancelled'
  /** What the venue did was read, nothing of it is recorded. */
  | 'read'
  /** What the venue did is recorded, the reservation does not follow yet. */
  | 'recorded'
  /** The plan has ended, its reservation is not released yet. */
  | 'ended';

/** What every step of execution works with. */
export interface OrderLine {
  readonly book: Book;
  readonly store: Store;
  readonly venue: Venue;
  readonly journal: OrderJournal;
  readonly ledger: ExposureLedger;
  readonly clock: Clock;
  /** Epoch ms of the venue's clock: ours, and the difference that was last read. */
  readonly venueNow: () => number;
  readonly safeguards: EntrySafeguards;
  /** Of the one writer of the account: commits that lead to a send depend on them. */
  readonly fence: () => readonly Check[];
  readonly reached: (point: ExecutionPoint) => Promise<void>;
}

/** How long the venue may take a request after it was signed, in milliseconds. */
export const validityMs = 5000;
