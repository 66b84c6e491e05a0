import type { Decimal, DecimalString } from '@tradewarden/core';
import type { ExecutionPlan } from './execution-plan.ts';
import { entrySteps } from './entry-steps.ts';
import { exitSteps } from './exit-steps.ts';
import { type Holding, holdingOf } from './held-quantity.ts';
import {
  cancelAll,
  isLive,
  isPending,
  isUnsent,
  isWorking,
  ofRole,
  type PlanOrder,
  type Step,
} from './plan-order.ts';
import { isTighter, stopSteps, triggerOf, wantedTrigger } from './stop-steps.ts';
import { targetSteps } from './target-steps.ts';

/** Where a plan stands. */
export type PlanPhase =
  /** Nothing is held yet, entries may come. */
  | 'entering'
  /** All that is held is guarded by a stop that works at the venue. */
  | 'protected'
  /** Something is held that no stop guards; its deadline runs. */
  | 'unprotected'
  /** The deadline is over: the way out is a market order. */
  | 'emergency-exit'
  /** Flat, and no order of the plan is left. */
  | 'closed'
  /** Ended without a fill. */
  | 'expired'
  | 'needs-operator';

export interface PlanSituation {
  /** Epoch ms of the venue's clock, by which fills are dated and entries end. */
  readonly now: number;
  /** False while a latch holds: entries are cancelled and none is sent. */
  readonly entriesAllowed: boolean;
  /** Nothing new is sent for now, and what works goes on: the venue is not understood at the moment. */
  readonly entriesPaused?: boolean;
  /** How long something held may be without a working stop; default 3000. */
  readonly protectWithinMs?: number;
  /** All that is held is to be sold or bought back now. */
  readonly leave?: boolean;
  /** At which the position could be left now: the bid for a long, the ask for a short; absent: not known. */
  readonly price?: DecimalString;
  /** What orders of other plans closed of this one's, less the reverse, in base units; default zero. */
  readonly taken?: Decimal;
}

export interface PlanOutlook {
  readonly phase: PlanPhase;
  readonly holding: Holding;
  readonly steps: readonly Step[];
}

/**
 * What an approved plan needs next, from its orders as they stand. Pure and level-triggered: it looks at what is, not at
 * what happened, so that it may be asked again after any crash. Guarding comes before everything; what reduces risk
 * is planned whatever is latched.
 */
export function planSteps(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  situation: PlanSituation,
): PlanOutlook {
  const holding = holdingOf(orders, situation.taken);
  const overdue = isOverdue(plan, orders, holding, situation);
  const leaving = situation.leave === true || ofRole(orders, 'exit').length > 0;
  const phase = phaseOf(orders, holding, { overdue, leaving, plan, situation });
  if (phase === 'closed' || phase === 'expired') return { phase, holding, steps: [] };
  if (phase === 'needs-operator')
    return { phase, holding, steps: whileWaiting(plan, orders, holding, situation) };
  if (holding.held.isPositive() && (overdue || leaving))
    return {
      phase,
      holding,
      steps: [
        ...exitSteps(plan, orders, holding, situation.now),
        ...cancelAll(orders.filter(({ role }) => role === 'entry' || role === 'target')),
      ],
    };
  const flatAgain = holding.entered.isPositive() && !holding.held.isPositive();
  if (flatAgain) return { phase, holding, steps: cancelAll(orders) };
  return {
    phase,
    holding,
    steps: [
      ...stopSteps(plan, orders, holding, situation),
      ...targetSteps(plan, orders, holding, situation.now),
      ...entrySteps(plan, orders, holding, situation),
    ],
  };
}

/** Nobody knows for certain what is held: no entry goes on, and what seems to be held keeps a stop. */
const whileWaiting = (
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  holding: Holding,
  situation: PlanSituation,
): readonly Step[] => [...stopSteps(plan, orders, holding, situation), ...cancelAll(ofRole(orders, 'entry'))];

/** Stops that a venue ended one after the other, each of which would have guarded all: another will not stay either. */
const lostAtMost = 3;

/**
 * The deadline is over and the last stop that was tried does not work, or the price is beyond the stop already. What was filled
 * while nobody looked is given its stop first, however old it is.
 */
function isOverdue(
  plan: ExecutionPlan,
  orders: readonly PlanOrder[],
  holding: Holding,
  { now, protectWithinMs = 3000 }: PlanSituation,
): boolean {
  const { nakedSince, held } = holding;
  if (nakedSince === undefined) return false;
  const stops = ofRole(orders, 'stop').toSorted((left, right) => right.generation - left.generation);
  // One that followed the price too closely says nothing of the one that is wanted.
  const wanted = wantedTrigger(plan, orders, holding);
  const isBeyond = (stop: PlanOrder): boolean => !isTighter(plan, triggerOf(stop), wanted);
  if (stops.some((stop) => stop.view.code === 'WOULD_TRIGGER_IMMEDIATELY' && isBeyond(stop))) return true;
  if (now < nakedSince + protectWithinMs) return false;
  const lost = stops.filter(({ view }) => isLost(view.state) && held.lte(view.request.quantity));
  const [last] = stops;
  return lost.length >= lostAtMost || (last !== undefined && !isWorking(last) && !isLost(last.view.state));
}

const isLost = (state: PlanOrder['view']['state']): boolean => state === 'cancelled' || state === 'expired';

/**
 * More was closed than was held, and it was not another plan's: with the trades of all plans known, that would have been
 * found out by now.
 */
function isOver(
  orders: readonly PlanOrder[],
  held: Decimal,
  { now, protectWithinMs = 3000 }: PlanSituation,
): boolean {
  if (!held.isNegative()) return false;
  const closed = orders.filter(({ role }) => role !== 'entry').flatMap(({ view }) => view.fills);
  return now >= Math.max(0, ...closed.map(({ at }) => at)) + protectWithinMs;
}

/** So many ways out that the venue refused since there is nothing to leave: what is held by our count is not there. */
const goneAfter = 5;

const isGone = (orders: readonly PlanOrder[]): boolean =>
  ofRole(orders, 'exit').filter(({ view }) => view.code === 'REDUCE_ONLY_REJECTED').length >= goneAfter;

interface Circumstances {
  readonly overdue: boolean;
  readonly leaving: boolean;
  readonly plan: ExecutionPlan;
  readonly situation: PlanSituation;
}

function phaseOf(
  orders: readonly PlanOrder[],
  { entered, held, nakedSince }: Holding,
  { overdue, leaving, plan, situation }: Circumstances,
): PlanPhase {
  const isUnclear = isOver(orders, held, situation) || (held.isPositive() && isGone(orders));
  if (isUnclear || orders.some(({ view }) => view.state === 'needs-operator')) return 'needs-operator';
  if (held.isPositive()) {
    if (overdue || leaving) return 'emergency-exit';
    return nakedSince === undefined ? 'protected' : 'unprotected';
  }
  const over = entered.isPositive() || situation.now >= plan.expiresAt || !situation.entriesAllowed;
  // What is not at the venue when entries are over, or all is left, will not be sent any more.
  const quiet = !orders.some((order) => isLive(order) || (isPending(order) && !(over && isUnsent(order))));
  if (entered.isPositive()) return quiet && held.isZero() ? 'closed' : 'protected';
  const ended = plan.entries.every((_, leg) =>
    orders.some((order) => order.role === 'entry' && order.leg === leg),
  );
  return quiet && (over || ended) ? 'expired' : 'entering';
}
