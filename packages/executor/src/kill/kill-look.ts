import type { Clock } from '@tradewarden/core';
import { type Venue, type VenueOrder, type VenuePosition, type VenueRead } from '@tradewarden/core/venue';
import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import { isPending, isUnsent } from '../plan-steps/plan-order.ts';
import { isOwnOrderId } from '../safeguards/own-order-id.ts';
import { limitedCall } from '../submit/limited-call.ts';
import type { KillRequest, KillResidual } from './kill-report.ts';

/** One whole look at the venue. */
export interface KillLook {
  readonly ours: readonly VenueOrder[];
  readonly foreign: readonly VenueOrder[];
  readonly positions: readonly VenuePosition[];
  /** The older of the two reads, epoch ms of the venue's clock. */
  readonly asOf: number;
}

/** `undefined`, with why, when a read failed: that is never "nothing there". */
export async function killLook(
  venue: Venue,
  clock: Clock,
  plans: readonly JournalledPlan[],
): Promise<KillLook | string> {
  const failed = <Value>(reason: string): VenueRead<Value> => ({ status: 'failed', reason });
  const [orders, positions] = await Promise.all([
    limitedCall(clock, (signal) => venue.openOrders({}, signal), failed<readonly VenueOrder[]>),
    limitedCall(clock, (signal) => venue.positions(signal), failed<readonly VenuePosition[]>),
  ]);
  if (orders.status === 'failed') return `open orders: ${orders.reason}`;
  if (positions.status === 'failed') return `positions: ${positions.reason}`;
  const known = new Set(plans.flatMap((plan) => plan.orders.map(({ clientOrderId }) => clientOrderId)));
  const isOurs = ({ clientOrderId }: VenueOrder): boolean =>
    known.has(clientOrderId) || isOwnOrderId(clientOrderId);
  return {
    ours: orders.value.filter(isOurs),
    foreign: orders.value.filter((order) => !isOurs(order)),
    positions: positions.value,
    asOf: Math.min(orders.asOf, positions.asOf),
  };
}

/** What is still there that the kill is to end. */
export function residualOf(
  { ours, positions }: KillLook,
  plans: readonly JournalledPlan[],
  mode: KillRequest['mode'],
): KillResidual {
  const symbols = new Set(plans.map(({ plan }) => plan.symbol));
  const open = mode === 'flatten' ? ours : ours.filter(({ reduceOnly }) => !reduceOnly);
  const held = positions.filter(({ symbol, quantity }) => symbols.has(symbol) && quantity !== '0');
  return {
    orders: open.map(({ clientOrderId, symbol, side, quantity }) => ({
      clientOrderId,
      symbol,
      side,
      quantity,
    })),
    positions: mode === 'flatten' ? held.map(({ symbol, quantity }) => ({ symbol, quantity })) : [],
    unknown: plans.flatMap((plan) =>
      ordersOf(plan)
        .filter(
          (order) =>
            (mode === 'flatten' || order.role === 'entry') &&
            ((isPending(order) && !isUnsent(order)) || order.view.state === 'needs-operator'),
        )
        .map(({ view }) => view.request.clientOrderId),
    ),
  };
}

export const isNothing = ({ orders, positions, unknown }: KillResidual): boolean =>
  orders.length + positions.length + unknown.length === 0;
