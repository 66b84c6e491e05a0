import type { Approved, Mode, SizedPlan } from '@tradewarden/core';
import type { OrderRequest } from '@tradewarden/core/venue';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';

/** What would be done for an approved plan. Nothing of it has left the process. */
export interface StagedPlan {
  readonly plan: Approved<SizedPlan>;
  readonly mode: Mode;
  readonly journal: JournalledPlan;
  /** The entries as they would be sent first; the rest follows what is filled. */
  readonly entries: readonly OrderRequest[];
  /** What the stop would lose if all of it filled, with costs, in account currency. */
  readonly worstLoss: string;
  readonly notional: string;
}
