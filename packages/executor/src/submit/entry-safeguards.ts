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

/** An approved plan with the legs in which it would be entered. */
export interface PlanContext {
  readonly plan: Approved<SizedPlan>;
  readonly journalled: JournalledPlan;
}

/** One entry directly before it is sent. */
export interface SendContext {
  readonly journalled: JournalledPlan;
  readonly request: OrderRequest;
  /** Epoch ms of the venue's clock. */
  readonly venueNow: number;
}

/** Checks of orders that add risk; what only reduces is never asked about. Every method may be left out. */
export interface EntrySafeguards {
  /** Before anybody is told what would be sent. */
  readonly beforeStage?: (context: PlanContext) => Promise<Refusal | undefined>;
  /** Before the plan is journalled. */
  readonly beforeSubmit?: (context: PlanContext) => Promise<Refusal | undefined>;
  /** Written in the commit that arms the plan; a refusal: it must not be armed. Asked again after a conflict. */
  readonly claim?: (context: PlanContext) => Promise<CommitParts | Refusal>;
  /** Before the send of an entry is journalled. */
  readonly beforeSend?: (context: SendContext) => Promise<Refusal | undefined>;
  /** Read without waiting directly before the request leaves: a kill that no store has to be asked about. */
  readonly stopped?: () => string | undefined;
}
