import type { Book } from '../domain/decision.ts';
import type { Commit, Store } from '../store/store.ts';
import type { Execution } from './execution.ts';

export interface Closing {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  /** With all its fills, as it ended. */
  readonly execution: Execution;
}

/** Adds to the commit that closes the reservation of an ended order, such as what a breaker learns of the outcome. */
export interface ClosingGuard {
  /** Reads what it needs and checks it. Asked again when the commit finds something changed, so without effects. */
  closing(closing: Closing): Promise<Pick<Commit, 'checks' | 'puts' | 'appends'>>;
}
