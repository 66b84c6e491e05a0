import { Decimal } from '@tradewarden/core';
import type { OrderRequest, VenueFill, VenueOrder, VenueRejection } from '@tradewarden/core/venue';
import { attemptsOf } from './fold-attempts.ts';
import type { OrderFact } from './order-fact.ts';
import type { OrderState } from './order-status.ts';

/** An order as its facts say it stands. */
export interface OrderView {
  readonly state: OrderState;
  readonly request: OrderRequest;
  /** In base units: what trades account for, or more when the venue says so. */
  readonly filled: Decimal;
  /** What the venue says is filled and no trade of ours accounts for yet: ask for the trades. */
  readonly unaccounted: Decimal;
  /** By trade id. */
  readonly fills: readonly VenueFill[];
  /** The last send; 0 = none. */
  readonly attempt: number;
  /** When another attempt is allowed. */
  readonly retryAt?: number;
  /** In `unknown`: the moment of the venue's clock after which absence can be proven; absent where there is none. */
  readonly boundAt?: number;
  readonly venueOrderId?: string;
  readonly childOrderId?: string;
  /** Of a rejection that the venue gave to the request. */
  readonly code?: VenueRejection;
  /** Why it was refused, denied, or needs a person. */
  readonly reason?: string;
}

/** Folds the set of facts of one order; `undefined` without an intent. Pure: order and repetition make no difference. */
export function foldOrder(facts: Iterable<OrderFact>): OrderView | undefined {
  const all = [...facts];
  const requests = all.flatMap((fact) => (fact.kind === 'intended' ? [fact.request] : []));
  const [request] = requests;
  if (request === undefined) return undefined;
  const seen = all.flatMap((fact) => (fact.kind === 'seen' ? [fact] : []));
  const children = all.flatMap((fact) => (fact.kind === 'child-seen' ? [fact.order] : []));
  const fills = fillsOf(all);
  const traded = fills.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
  const said = [...seen.map(({ order }) => order), ...children].reduce(
    (most, { filledQuantity }) => Decimal.max(most, filledQuantity),
    Decimal.zero,
  );
  const filled = Decimal.max(traded, said);
  const orders = seen.map(({ order }) => order);
  const exists = orders.length > 0 || children.length > 0 || fills.length > 0;
  const attempts = attemptsOf(all);
  const problem = contradiction(requests, orders, fills, filled) ?? abandonment(all);
  const state =
    problem === undefined
      ? exists
        ? atVenue(request, all, { seen, children, filled })
        : attempts.state
      : 'needs-operator';
  const venueOrderId = orders.map((order) => order.venueOrderId).toSorted()[0];
  const childOrderId =
    orders.flatMap((order) => order.childOrderId ?? []).toSorted()[0] ??
    children.map((order) => order.venueOrderId).toSorted()[0];
  const reason = problem ?? (exists ? undefined : attempts.reason);
  return {
    state,
    request,
    filled,
    unaccounted: filled.minus(traded),
    fills,
    attempt: attempts.attempt,
    ...(attempts.retryAt === undefined || exists ? {} : { retryAt: attempts.retryAt }),
    ...(attempts.boundAt === undefined || exists ? {} : { boundAt: attempts.boundAt }),
    ...(venueOrderId === undefined ? {} : { venueOrderId }),
    ...(childOrderId === undefined ? {} : { childOrderId }),
    ...(attempts.code === undefined || exists ? {} : { code: attempts.code }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Applied once by trade id, in the order of those ids. */
function fillsOf(facts: readonly OrderFact[]): readonly VenueFill[] {
  const byTrade = new Map<string, VenueFill>();
  for (const fact of facts) if (fact.kind === 'filled') byTrade.set(fact.fill.tradeId, fact.fill);
  return [...byTrade.values()].toSorted((left, right) =>
    left.at === right.at ? (left.tradeId < right.tradeId ? -1 : 1) : left.at - right.at,
  );
}

interface AtVenue {
  readonly seen: readonly { readonly order: VenueOrder; readonly at: number }[];
  readonly children: readonly VenueOrder[];
  readonly filled: Decimal;
}

function atVenue(
  request: OrderRequest,
  facts: readonly OrderFact[],
  { seen, children, filled }: AtVenue,
): OrderState {
  if (filled.gte(request.quantity)) return 'filled';
  const orders = seen.map(({ order }) => order);
  const triggered = children.length > 0 || orders.some(({ status }) => status === 'triggered');
  const ended = endOf(triggered ? children : orders);
  if (ended !== undefined) return ended;
  if (triggered) return 'triggered';
  const cancel = facts
    .filter((fact) => fact.kind === 'cancel-sent' || fact.kind === 'cancel-unclear')
    .toSorted((left, right) => left.at - right.at || (left.kind < right.kind ? -1 : 1))
    .at(-1);
  // A look at the order that came after the cancel and found it alive: the cancel did not take, or not yet.
  const aliveAfter = seen.some(({ at }) => cancel !== undefined && at > cancel.at);
  if (cancel !== undefined && !aliveAfter)
    return cancel.kind === 'cancel-sent' ? 'cancelling' : 'cancel-unknown';
  return filled.isPositive() ? 'partial' : 'open';
}

/** The last end that was reported; two at the same moment go by name, so that the answer does not depend on order. */
function endOf(orders: readonly VenueOrder[]): OrderState | undefined {
  const ends = orders.flatMap(({ status, updatedAt }) =>
    status === 'cancelled' || status === 'expired' || status === 'rejected' ? [{ status, updatedAt }] : [],
  );
  return ends
    .toSorted((left, right) => left.updatedAt - right.updatedAt || (left.status < right.status ? -1 : 1))
    .at(-1)?.status;
}

/** What cannot be true of the order that was sent. */
function contradiction(
  requests: readonly OrderRequest[],
  orders: readonly VenueOrder[],
  fills: readonly VenueFill[],
  filled: Decimal,
): string | undefined {
  const [first] = requests;
  if (first === undefined) return undefined;
  const { clientOrderId, symbol, side, quantity } = first;
  const other = (name: string, value: string): string => `the venue says ${name} ${value}`;
  if (requests.some((request) => JSON.stringify(request) !== JSON.stringify(first)))
    return 'two intents have one id';
  for (const order of orders) {
    if (order.clientOrderId !== clientOrderId) return other('clientOrderId', order.clientOrderId);
    if (order.symbol !== symbol) return other('symbol', order.symbol);
    if (order.side !== side) return other('side', order.side);
    if (!Decimal.of(order.quantity).eq(quantity)) return other('quantity', order.quantity);
  }
  for (const fill of fills) {
    if (fill.symbol !== symbol) return other('symbol', fill.symbol);
    if (fill.side !== side) return other('side', fill.side);
  }
  return filled.gt(quantity) ? other('filled', filled.toString()) : undefined;
}

const abandonment = (facts: readonly OrderFact[]): string | undefined =>
  facts.flatMap((fact) => (fact.kind === 'abandoned' ? [fact.reason] : [])).toSorted()[0];
