import type { Sizing } from './decision.ts';
import type { TradePlan } from './trade-plan.ts';

/** A plan with the quantity that the gate gave it, and the decision that says why. */
export interface SizedPlan {
  readonly plan: TradePlan;
  readonly sizing: Sizing;
  readonly decisionId: string;
  readonly reservationId: string;
}
