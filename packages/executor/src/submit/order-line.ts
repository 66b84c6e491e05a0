import type { Book, Check, Clock, Store } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import type { OrderJournal } from '../order-journal/order-journal.ts';
import type { Safeguards } from './safeguards.ts';

/** The moments between two lines of execution at which a process may die: a test throws or kills itself there. */
export type ExecutionPoint =
  /** The intent of a first order is durable, nothing has been claimed for sending. */
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
  readonly clock: Clock;
  readonly safeguards: Safeguards;
  /** Of the one writer of the account: commits that lead to a send depend on them. */
  readonly fence: () => readonly Check[];
  readonly reached: (point: ExecutionPoint) => Promise<void>;
}

/** How long the venue may take a request after it was signed, in milliseconds. */
export const validityMs = 5000;
/** Our own limit of one call, in milliseconds; longer than an exchange itself waits for its matching engine. */
export const callMs = 12_000;

/** One call with its own limit: what comes later counts as no answer. */
export const limited = (): AbortSignal => AbortSignal.timeout(callMs);
