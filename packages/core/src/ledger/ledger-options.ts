import type { Pause } from '../clock/pause.ts';
import type { Book } from '../domain/decision.ts';
import type { Store } from '../store/store.ts';
import type { ClosingGuard } from './closing-guard.ts';

export interface LedgerOptions {
  readonly store: Store;
  readonly book: Pick<Book, 'account' | 'mode'>;
  /** How to wait between attempts at a commit; for simulations. */
  readonly pause?: Pause;
  /** Adds to every commit that closes an order's reservation. */
  readonly closing?: ClosingGuard;
}

/** What every recipe of the ledger works with. */
export type LedgerRecipe = Required<Omit<LedgerOptions, 'closing'>>;
