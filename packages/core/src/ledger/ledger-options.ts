import type { Pause } from '../clock/pause.ts';
import type { Book } from '../domain/decision.ts';
import type { Check } from '../store/store-driver.ts';
import type { Store } from '../store/store.ts';
import type { ClosingGuard } from './closing-guard.ts';

export interface LedgerOptions {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  /** How to wait between attempts at a commit; for simulations. */
  readonly pause?: Pause;
  /** Adds to every commit that closes an order's reservation. */
  readonly closing?: ClosingGuard;
  /**
   * Such as the lease of the one process that follows the venue: every step but arming depends on it, so that who has lost
   * it changes nothing any more.
   */
  readonly fence?: () => readonly Check[];
}

/** What every recipe of the ledger works with. */
export type LedgerRecipe = Required<Omit<LedgerOptions, 'closing'>>;
