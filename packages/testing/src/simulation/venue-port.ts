import type { PlannedOrder } from '@tradewarden/core';
import type { DriverCall, FaultPlan } from '../fakes/driver-faults.ts';
import type { BracketPort, SubmitOutcome } from './bracket.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import type { SimulatedVenue } from './simulated-venue.ts';

/** The way to the venue or a channel broke down; the worker tries again later. */
export class SimulatedOutage extends Error {}

/** How one worker reaches the venue: with delays, lost requests and lost answers. */
export function venuePort(
  venue: SimulatedVenue,
  actor: Actor,
  scheduler: Scheduler,
  faults: FaultPlan,
): BracketPort {
  const call: DriverCall = { method: 'commit', writes: true };
  const asked = <T>(label: string, work: () => T): Promise<T> =>
    scheduler.turn(actor, label, async () => {
      venue.trade();
      const fault = faults.next(call);
      if (fault === undefined) return work();
      if (fault === 'lose-answer' || fault === 'break-after') work();
      throw new SimulatedOutage(label);
    });
  const submit = (order: PlannedOrder): Promise<SubmitOutcome> =>
    scheduler.turn(actor, 'submit', async (): Promise<SubmitOutcome> => {
      venue.trade();
      const fault = faults.next(call);
      if (fault === 'fail') return { status: 'not-sent', reason: 'no connection' };
      const taken = fault !== 'lose-request' && fault !== 'break-before';
      const outcome = taken ? venue.submit(order) : undefined;
      if (fault === undefined && outcome !== undefined) return outcome;
      return { status: 'unknown', reason: 'the answer was lost' };
    });
  return {
    submit,
    lookup: (clientOrderId) => asked('lookup', () => venue.lookup(clientOrderId)),
    cancel: (clientOrderId) => asked('cancel', () => venue.cancel(clientOrderId)),
  };
}
