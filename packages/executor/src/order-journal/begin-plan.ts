import type { Approved, Instrument, Reservation, SizedPlan } from '@tradewarden/core';
import { planExecution } from '../plan-steps/execution-plan.ts';
import type { PlanningOptions } from '../plan-steps/planning-options.ts';
import type { JournalledPlan } from './journalled-plan.ts';

interface Beginning {
  readonly plan: Approved<SizedPlan>;
  readonly instrument: Instrument;
  readonly reserved: Reservation['uses'];
  readonly planning: PlanningOptions;
}

/** The journal of an approved plan as it begins: how it is worked, and no order yet. @throws {ConfigError} see `planExecution`. */
export function beginPlan({ plan, instrument, reserved, planning }: Beginning): JournalledPlan {
  const { planId, revision, source, regime, score } = plan.plan;
  return {
    decisionId: plan.decisionId,
    reservationId: plan.reservationId,
    origin: {
      planId,
      revision,
      source,
      ...(regime === undefined ? {} : { regime }),
      ...(score === undefined ? {} : { score }),
    },
    plan: planExecution(plan, instrument, planning),
    reserved,
    orders: [],
  };
}
