import { type DecimalString, type Direction, Decimal } from '@tradewarden/core';
import { type JournalledPlan, ordersOf, type PlanOrder, planSteps } from '@tradewarden/executor';

/** One order as the journal knows it. */
export interface OrderDocument {
  readonly planId: string;
  readonly decisionId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly role: string;
  readonly side: string;
  readonly quantity: DecimalString;
  readonly filled: DecimalString;
  /** Limit or trigger; absent: at the market. */
  readonly price?: DecimalString;
  readonly state: string;
  /** Why it was refused, denied, or needs a person. */
  readonly reason?: string;
}

/** What one plan holds. */
export interface PositionDocument {
  readonly planId: string;
  readonly decisionId: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly quantity: DecimalString;
  readonly entryPrice: DecimalString;
  /** How much of it a stop at the venue guards. */
  readonly guarded: DecimalString;
  /** Trigger of the stop that works, of several the nearest. */
  readonly stop?: DecimalString;
  readonly phase: string;
}

export const orderDocuments = (plan: JournalledPlan): readonly OrderDocument[] =>
  ordersOf(plan).map((order) => orderDocument(plan, order));

function orderDocument(
  { origin, decisionId }: JournalledPlan,
  { role, view: { request, filled, state, reason } }: PlanOrder,
): OrderDocument {
  const { clientOrderId, symbol, side, quantity, instruction } = request;
  const price =
    'price' in instruction ? instruction.price : 'trigger' in instruction ? instruction.trigger : undefined;
  return {
    planId: origin.planId,
    decisionId,
    clientOrderId,
    symbol,
    role,
    side,
    quantity,
    filled: filled.toString(),
    ...(price === undefined ? {} : { price }),
    state,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Nothing for a plan that holds nothing. `now`: epoch ms. */
export function positionDocuments(plan: JournalledPlan, now: number): readonly PositionDocument[] {
  const orders = ordersOf(plan);
  const { holding, phase } = planSteps(plan.plan, orders, { now, entriesAllowed: false });
  if (!holding.held.isPositive()) return [];
  const isLong = plan.plan.direction === 'LONG';
  const [stop] = orders
    .filter(({ role, view }) => role === 'stop' && (view.state === 'open' || view.state === 'partial'))
    .flatMap(({ view: { request } }) =>
      request.instruction.kind === 'stop-market' ? [Decimal.of(request.instruction.trigger)] : [],
    )
    .toSorted((left, right) => (left.gt(right) === isLong ? -1 : 1));
  return [
    {
      planId: plan.origin.planId,
      decisionId: plan.decisionId,
      symbol: plan.plan.symbol,
      direction: plan.plan.direction,
      quantity: holding.held.toString(),
      entryPrice: holding.entryPrice.toString(),
      guarded: Decimal.min(holding.covered, holding.held).toString(),
      ...(stop === undefined ? {} : { stop: stop.toString() }),
      phase,
    },
  ];
}
