import { type Approved, type FollowUp, followUp, type SizedPlan } from '@tradewarden/core';

export const ordersQueue = 'orders';

/** Leaves one order job in the commit of an approval; only type-checks after a gate. */
export const placeOrder = (): FollowUp<Approved<SizedPlan>> =>
  followUp('place-order', ({ decision, value }, draft) => {
    if (value === undefined) return;
    const { decisionId, plan } = value;
    draft.enqueue(ordersQueue, {
      id: decision.decisionId,
      payload: { decisionId },
      expiresAt: plan.expiresAt,
    });
  });
