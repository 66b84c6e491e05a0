import { Decimal } from '@tradewarden/core';
import { namespaceOf, type VenueBalance, type VenueOrder, type VenuePosition } from '@tradewarden/core/venue';
import { type JournalledPlan, ordersOf } from '../order-journal/journalled-plan.ts';
import { takenFrom } from '../order-journal/handover.ts';
import { holdingOf } from '../plan-steps/held-quantity.ts';
import { isLive } from '../plan-steps/plan-order.ts';
import { isOwnOrderId } from '../safeguards/own-order-id.ts';
import { heldBy } from '../safeguards/plan-risk.ts';
import { type Difference, differenceOf } from './difference.ts';

/** Whole reads that belong together. */
export interface AccountSnapshot {
  readonly orders: readonly VenueOrder[];
  readonly positions: readonly VenuePosition[];
  readonly balances: readonly VenueBalance[];
  /** How many trades the venue has told of. */
  readonly trades: number;
}

/** What of an earlier snapshot is compared. */
export type EarlierSnapshot = Pick<AccountSnapshot, 'balances' | 'trades'>;

/** Where the journal, with all that a venue has shown in it, and the venue differ. Pure. */
export function findDifferences(
  plans: readonly JournalledPlan[],
  snapshot: AccountSnapshot,
  earlier?: EarlierSnapshot,
): readonly Difference[] {
  return [
    ...ordersMissing(plans, snapshot),
    ...ordersUnknown(plans, snapshot),
    ...positionsApart(plans, snapshot),
    ...plans.flatMap(planGaps),
    ...(earlier === undefined ? [] : balanceGaps(snapshot, earlier)),
  ];
}

const ordersMissing = (
  plans: readonly JournalledPlan[],
  { orders }: AccountSnapshot,
): readonly Difference[] => {
  const shown = new Set(orders.map(({ namespace, clientOrderId }) => `${namespace} ${clientOrderId}`));
  return plans.flatMap((plan) =>
    ordersOf(plan)
      // What has triggered is another order now, whose fills tell what became of it.
      .filter((order) => isLive(order) && order.view.state !== 'triggered')
      .map(({ view }) => view.request)
      .filter(({ instruction, clientOrderId }) => !shown.has(`${namespaceOf(instruction)} ${clientOrderId}`))
      .map(({ symbol, clientOrderId }) => differenceOf('MISSING_AT_VENUE', symbol, `order ${clientOrderId}`)),
  );
};

function ordersUnknown(plans: readonly JournalledPlan[], { orders }: AccountSnapshot): readonly Difference[] {
  const known = new Set(plans.flatMap((plan) => plan.orders.map(({ clientOrderId }) => clientOrderId)));
  const children = new Set(plans.flatMap((plan) => ordersOf(plan).map(({ view }) => view.childOrderId)));
  return orders
    .filter(({ clientOrderId, venueOrderId }) => !known.has(clientOrderId) && !children.has(venueOrderId))
    .map(({ clientOrderId, venueOrderId, symbol }) =>
      isOwnOrderId(clientOrderId)
        ? differenceOf('MISSING_LOCALLY', symbol, `order ${clientOrderId}`)
        : differenceOf('FOREIGN_ORDER', symbol, `order ${venueOrderId}`),
    );
}

function positionsApart(
  plans: readonly JournalledPlan[],
  { positions }: AccountSnapshot,
): readonly Difference[] {
  const symbols = new Set([
    ...plans.map(({ plan }) => plan.symbol),
    ...positions.map(({ symbol }) => symbol),
  ]);
  return [...symbols].toSorted().flatMap((symbol) => {
    const here = plans.filter(({ plan }) => plan.symbol === symbol).map(heldBy);
    const ours = here.reduce((sum, held) => sum.plus(held), Decimal.zero);
    const theirs = positions
      .filter((position) => position.symbol === symbol)
      .reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
    if (ours.eq(theirs)) return [];
    const isExpected = here.some((held) => !held.isZero());
    const text = `${theirs.toString()} held, ours are ${ours.toString()}`;
    return [differenceOf(isExpected ? 'POSITION_QTY_MISMATCH' : 'UNEXPECTED_POSITION', symbol, text)];
  });
}

function planGaps(plan: JournalledPlan): readonly Difference[] {
  const orders = ordersOf(plan);
  const { symbol } = plan.plan;
  const gaps = orders
    .filter(({ view }) => view.unaccounted.isPositive())
    .map(({ view }) =>
      differenceOf(
        'FILL_GAP',
        symbol,
        `order ${view.request.clientOrderId}: ${view.unaccounted.toString()} without a trade`,
      ),
    );
  const { held, covered, nakedSince } = holdingOf(orders, takenFrom(plan));
  if (nakedSince === undefined || !held.isPositive()) return gaps;
  const text = `plan ${plan.decisionId}: ${covered.toString()} of ${held.toString()} guarded`;
  return [...gaps, differenceOf('STOP_MISSING', symbol, text)];
}

/** While nothing is traded a balance stays as it is. */
function balanceGaps({ balances, trades }: AccountSnapshot, earlier: EarlierSnapshot): readonly Difference[] {
  if (trades !== earlier.trades) return [];
  const totalOf = (of: readonly VenueBalance[], currency: string): string =>
    of.find((balance) => balance.currency === currency)?.total ?? '0';
  const currencies = new Set([...balances, ...earlier.balances].map(({ currency }) => currency));
  return [...currencies]
    .toSorted()
    .map((currency) => [currency, totalOf(earlier.balances, currency), totalOf(balances, currency)] as const)
    .filter(([, before, after]) => !Decimal.of(before).eq(after))
    .map(([currency, before, after]) => differenceOf('BALANCE_GAP', currency, `${before} became ${after}`));
}
