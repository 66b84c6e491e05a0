import type { Approved, CommitParts, SizedPlan } from '@tradewarden/core';
import type { OrderRequest } from '@tradewarden/core/venue';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';

/** Why an order is not placed. */
export interface Refusal {
  /** Stable, in capitals. */
  readonly code: string;
  readonly reason: string;
  /** Whether the same plan may be tried again while it is good; otherwise its entries are over. */
  readonly retry?: boolean;
}

/** Checks of orders that add risk; what only reduces is never asked about. Every method may be left out. */
export interface Safeguards {
  /** Before the plan is journalled. */
  readonly beforeSubmit?: (plan: Approved<SizedPlan>) => Promise<Refusal | undefined>;
  /** Written in the commit that arms the plan; `undefined`: it must not be armed. Asked again after a conflict. */
  readonly claim?: (plan: Approved<SizedPlan>) => Promise<CommitParts | undefined>;
  /** Before the send of an entry is journalled. */
  readonly beforeSend?: (journalled: JournalledPlan, request: OrderRequest) => Promise<Refusal | undefined>;
  /** Read without waiting directly before the request leaves: a kill that no store has to be asked about. */
  readonly stopped?: () => string | undefined;
}
