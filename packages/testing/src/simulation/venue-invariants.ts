import type { ObservedState } from './observed-state.ts';
import type { SimulatedVenue } from './simulated-venue.ts';

/** I5: what may exist at the venue has its capacity; and no plan has two orders. */
export function venueViolations(venue: SimulatedVenue, { reservations }: ObservedState): readonly string[] {
  const violations: string[] = [];
  const states = new Map([...reservations.values()].map(({ planId, state }) => [planId, state]));
  for (const { order } of venue.live()) {
    const state = states.get(planOf(order.stop));
    if (state !== 'armed' && state !== 'open')
      violations.push(
        `I5 ${planOf(order.stop)} has a live order, and its reservation is ${state ?? 'absent'}`,
      );
  }
  const orders = new Map<string, number>();
  for (const { order } of venue.orders.values()) orders.set(order.stop, (orders.get(order.stop) ?? 0) + 1);
  for (const [stop, count] of orders)
    if (count > 1) violations.push(`${planOf(stop)} has ${count} orders at the venue`);
  return violations;
}

/** The plan that a simulated order belongs to: its stop says so. */
const planOf = (stop: string): string => `p${Number(stop) - 41_000}`;
