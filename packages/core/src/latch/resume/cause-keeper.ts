import type { Mode } from '../../domain/decision.ts';
import type { Commit, Store } from '../../store/store.ts';
import type { Latch, LatchCause } from '../latch.ts';

/** One open cause of a latch, with where it holds. */
export interface OpenCause {
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
  readonly latch: Latch;
  readonly cause: LatchCause;
  /** Epoch ms. */
  readonly now: number;
}

/** Knows the causes that it latched: whether they still hold, and what it writes when one is released by hand. */
export interface CauseKeeper {
  /** Why it still holds, as a sentence; `undefined` when it is settled, or none of ours. */
  stillHolds(open: OpenCause): Promise<string | undefined>;
  /** What goes into the commit of the release of a latch with these causes, such as what a breaker measures from now on. */
  onRelease?(released: readonly OpenCause[]): Promise<readonly Commit[]>;
}

/** What is being reconciled is released by the reconciliation. */
export const reconcilingKeeper: CauseKeeper = {
  stillHolds: async ({ cause }) =>
    cause.state === 'RECONCILING' ? 'the reconciliation has not finished' : undefined,
};
