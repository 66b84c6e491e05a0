import { canonicalJson, Decimal, type Json } from '@tradewarden/core';
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
  /** When the venue's order first counted more than our trades, epoch ms of the venue's clock. */
  readonly unaccountedSince?: number;
  /** Oldest first, each trade once. */
  readonly fills: readonly VenueFill[];
  /** The last send; 0 = none. */
  readonly attempt: number;
  /** When another attempt is allowed, epoch ms of the venue's clock. */
  readonly retryAt?: number;
  /** In `unknown`: the moment of the venue's clock after which absence can be proven; absent where there is none. */
  readonly boundAt?: number;
  readonly venueOrderId?: string;
  readonly childOrderId?: string;
  /** Of a rejection that the venue gave to the request. */
  readonly code?: VenueRejection;
  /** When that was, epoch ms of the venue's clock. */
  readonly refusedAt?: number;
  /** Why it was refused, denied, or needs a person. */
  readonly reason?: string;
}

/**
 * Folds the set of facts of one order; `undefined` without an intent. Pure: order and repetition make no difference.
 * @throws {TypeError} a fact that no store would take, such as one with a fraction of a millisecond.
 */
export function foldOrder(facts: Iterable<OrderFact>): OrderView | undefined {
  const all = setOf(facts);
  const requests = all.flatMap((fact) => (fact.kind === 'intended' ? [fact.request] : []));
  const [request] = requests;
  if (request === undefined) return undefined;
  const seen = all.flatMap((fact) => (fact.kind === 'seen' ? [fact] : []));
  const children = all.flatMap((fact) => (fact.kind === 'child-seen' ? [fact.order] : []));
  const fills = fillsOf(all);
  const traded = fills.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
  const orders = seen.map(({ order }) => order);
  const counts = [...orders, ...children];
  const filled = Decimal.max(traded, ...counts.map(({ filledQuantity }) => filledQuantity));
  const ahead = counts.filter(({ filledQuantity }) => traded.lt(filledQuantity));
  const exists = orders.length > 0 || children.length > 0 || fills.length > 0;
  const attempts = attemptsOf(all);
  const problem = contradiction(requests, { orders, children, fills, filled }) ?? abandonment(all);
  const state =
    problem === undefined
      ? exists
        ? atVenue(request, all, { seen, children, filled })
        : attempts.state
      : 'needs-operator';
  const venueOrderId = orders[0]?.venueOrderId;
  const childOrderId =
    orders.find((order) => order.childOrderId !== undefined)?.childOrderId ?? children[0]?.venueOrderId;
  const reason = problem ?? (exists ? undefined : attempts.reason);
  return {
    state,
    request,
    filled,
    unaccounted: filled.minus(traded),
    ...(ahead.length === 0 ? {} : { unaccountedSince: Math.min(...ahead.map(({ updatedAt }) => updatedAt)) }),
    fills,
    attempt: attempts.attempt,
    ...(attempts.retryAt === undefined || exists ? {} : { retryAt: attempts.retryAt }),
    ...(attempts.boundAt === undefined || exists ? {} : { boundAt: attempts.boundAt }),
    ...(venueOrderId === undefined ? {} : { venueOrderId }),
    ...(childOrderId === undefined ? {} : { childOrderId }),
    ...(attempts.code === undefined || exists ? {} : { code: attempts.code }),
    ...(attempts.refusedAt === undefined || exists ? {} : { refusedAt: attempts.refusedAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}

const textOf = (told: OrderFact | OrderRequest): string => canonicalJson(told as unknown as Json);

/** Each fact once, in an order of its own, so that nothing here depends on the order in which they were told. */
function setOf(facts: Iterable<OrderFact>): readonly OrderFact[] {
  const byText = new Map([...facts].map((fact) => [textOf(fact), fact]));
  return [...byText].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, fact]) => fact);
}

/** Applied once by trade id, oldest first; of a trade that was told in two ways the larger counts. */
function fillsOf(facts: readonly OrderFact[]): readonly VenueFill[] {
  const byTrade = new Map<string, VenueFill>();
  for (const fact of facts) {
    if (fact.kind !== 'filled') continue;
    const known = byTrade.get(fact.fill.tradeId);
    if (known === undefined || Decimal.of(fact.fill.quantity).gt(known.quantity))
      byTrade.set(fact.fill.tradeId, fact.fill);
  }
  return [...byTrade.values()].toSorted(
    (left, right) => left.at - right.at || (left.tradeId < right.tradeId ? -1 : 1),
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
    .toSorted((left, right) => left.at - right.at)
    .at(-1);
  // A look at the order that came after the cancel and found it alive: the cancel did not take, or not yet.
  const aliveAfter = seen.some(({ at }) => cancel !== undefined && at > cancel.at);
  if (cancel !== undefined && !aliveAfter)
    return cancel.kind === 'cancel-sent' ? 'cancelling' : 'cancel-unknown';
  return filled.isPositive() ? 'partial' : 'open';
}

/** The last end that was reported. */
function endOf(orders: readonly VenueOrder[]): OrderState | undefined {
  const ends = orders.flatMap(({ status, updatedAt }) =>
    status === 'cancelled' || status === 'expired' || status === 'rejected' ? [{ status, updatedAt }] : [],
  );
  return ends.toSorted((left, right) => left.updatedAt - right.updatedAt).at(-1)?.status;
}

interface Evidence {
  readonly orders: readonly VenueOrder[];
  readonly children: readonly VenueOrder[];
  readonly fills: readonly VenueFill[];
  readonly filled: Decimal;
}

/** What cannot be true of the order that was sent. */
function contradiction(
  [first, ...others]: readonly OrderRequest[],
  { orders, children, fills, filled }: Evidence,
): string | undefined {
  if (first === undefined) return undefined;
  if (others.some((request) => textOf(request) !== textOf(first))) return 'two intents have one id';
  const { clientOrderId, symbol, side, quantity } = first;
  const other = (name: string, value: string): string => `the venue says ${name} ${value}`;
  for (const order of orders) {
    if (order.clientOrderId !== clientOrderId) return other('clientOrderId', order.clientOrderId);
    if (!Decimal.of(order.quantity).eq(quantity)) return other('quantity', order.quantity);
    // Sent twice where ids may be used again: both work, and only one was meant.
    if (order.venueOrderId !== orders[0]?.venueOrderId) return 'the venue has two orders of this id';
  }
  for (const shown of [...orders, ...children, ...fills]) {
    if (shown.symbol !== symbol) return other('symbol', shown.symbol);
    if (shown.side !== side) return other('side', shown.side);
  }
  return filled.gt(quantity) ? other('filled', filled.toString()) : undefined;
}

const abandonment = (facts: readonly OrderFact[]): string | undefined =>
  facts.flatMap((fact) => (fact.kind === 'abandoned' ? [fact.reason] : []))[0];
