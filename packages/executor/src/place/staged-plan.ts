import type { Approved, DecimalString, Instrument, Mode, SizedPlan } from '@tradewarden/core';
import type { OrderRequest } from '@tradewarden/core/venue';
import type { JournalledPlan } from '../order-journal/journalled-plan.ts';
import type { ExecutionPlan, Leg } from '../plan-steps/execution-plan.ts';

/** What would be done for an approved plan. Nothing of it has left the process. */
export interface StagedPlan {
  readonly plan: Approved<SizedPlan>;
  readonly mode: Mode;
  readonly journal: JournalledPlan;
  /** The entries as they would be sent first; the rest follows what is filled. */
  readonly entries: readonly OrderRequest[];
  /** What guards and takes out what fills; quantities as if all of it had. */
  readonly protection: {
    readonly stop: DecimalString;
    readonly targets: readonly Leg[];
    readonly breakEvenAfter?: number;
    readonly trail?: ExecutionPlan['trail'];
  };
  /** Grid and sizes of the market that the orders were made for. */
  readonly filters: Pick<
    Instrument,
    'step' | 'tick' | 'minimumQuantity' | 'maximumQuantity' | 'minimumNotional'
  >;
  /** What is done otherwise than the plan says, or may be refused, a sentence each. */
  readonly warnings: readonly string[];
  /** What the stop would lose if all of it filled, with costs, in account currency. */
  readonly worstLoss: string;
  readonly notional: string;
}
