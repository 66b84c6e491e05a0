import { UnapprovedError } from '../errors/lifecycle-errors.ts';
import { isApproved } from '../gate/approved.ts';
import type { Venue } from './venue.ts';

/**
 * Replaces `submit` on the venue itself, so that its own methods stay reachable: an order that may add risk and never
 * passed a gate rejects with `UnapprovedError` before anything leaves.
 */
export function guardSubmit<Made extends Venue>(venue: Made): Made {
  const submit = venue.submit.bind(venue);
  venue.submit = async (order, signal) => {
    if (!order.reduceOnly && !isApproved(order))
      throw new UnapprovedError(`order ${order.clientOrderId} never passed a gate`);
    return submit(order, signal);
  };
  return venue;
}
