import type { OrderRequest, VenueOrder } from '@tradewarden/core/venue';
import { foldOrder } from '../src/order-state/fold-order.ts';
import type { OrderFact } from '../src/order-state/order-fact.ts';
import type { ExecutionPlan } from '../src/plan-steps/execution-plan.ts';
import type { OrderSlot, PlanOrder, Step } from '../src/plan-steps/plan-order.ts';
import { type PlanOutlook, planSteps } from '../src/plan-steps/plan-steps.ts';
import { long } from './execution-plans.ts';
import { limitRequest, stopRequest, venueFill, venueOrder } from './order-facts.ts';

type Slot = Partial<OrderSlot> & Pick<OrderSlot, 'role'>;

/** An order of a plan that was sent once, and what was learned since. */
export function sent(slot: Slot, request: OrderRequest, ...facts: readonly OrderFact[]): PlanOrder {
  const view = foldOrder([
    { kind: 'intended', request, at: 0 },
    { kind: 'sending', attempt: 1, at: 0 },
    ...facts,
  ]);
  if (view === undefined) throw new Error('it was intended');
  return { leg: 0, generation: 1, ...slot, view };
}
export const seen = (request: OrderRequest, rest: Partial<VenueOrder> = {}): OrderFact => ({
  kind: 'seen',
  order: venueOrder(request, rest),
  at: 1,
});
export const lost: OrderFact = { kind: 'unanswered', attempt: 1, boundAt: 9, at: 1 };
export const gone: OrderFact = { kind: 'absent', attempt: 1, at: 10 };
export const heldBack: OrderFact = { kind: 'held-back', attempt: 1, retryAt: 5000, reason: '429', at: 1 };
export const cancelSent: OrderFact = { kind: 'cancel-sent', at: 2 };

/** All ten of a long, entered at 4000. */
export const entry: PlanOrder = sent({ role: 'entry' }, limitRequest, {
  kind: 'filled',
  fill: venueFill(limitRequest, { quantity: '10', at: 4000 }),
});
export const stop = (generation: number, ...facts: readonly OrderFact[]): PlanOrder =>
  sent({ role: 'stop', generation }, stopRequest, ...facts);

export const outlook = (orders: readonly PlanOrder[], now = 4100, plan: ExecutionPlan = long): PlanOutlook =>
  planSteps(plan, orders, { now, entriesAllowed: true });
export const stepsOf = (role: OrderSlot['role'], { steps }: PlanOutlook): readonly string[] =>
  steps
    .filter((step) => step.role === role)
    .map((step: Step) => `${step.kind} ${step.leg} ${step.generation}`);
