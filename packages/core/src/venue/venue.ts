import type { Approved } from '../gate/approved.ts';
import type { MarketData } from '../market/market-data.ts';
import type { OrderNamespace, OrderRequest } from './order-request.ts';
import type { SubmitOutcome } from './submit-outcome.ts';
import type { CancelOutcome, FillPage, LookupAnswer, OrderAddress, VenueRead } from './venue-answer.ts';
import type { VenueIdentity } from './venue-identity.ts';
import type { VenueBalance, VenueOrder, VenuePosition } from './venue-order.ts';

/** Declared, never detected. */
export interface VenueCapabilities {
  /** Real money or a real exchange's test environment: needs a store that survives a crash of the host. */
  readonly external: boolean;
  /** Kinds of orders that are taken. */
  readonly orders: readonly ('limit' | 'limit-ioc' | 'market' | 'stop-market')[];
  /** Orders that can only make a position smaller. */
  readonly reduceOnly: boolean;
  /** How long after the end of a request's validity it might still take effect, in milliseconds: clocks, queues, read lag. */
  readonly absenceMarginMs: number;
  /** How old a read may be. Two reads prove an absence only when they are further apart. */
  readonly readLagMs: number;
  /**
   * Takes a request however late it arrives, whatever its `validUntil`: one without an answer can never be proven absent,
   * and needs a person. Default: it does not.
   */
  readonly unbounded?: true;
}

export interface OrderScope {
  readonly symbol?: string;
  readonly namespace?: OrderNamespace;
}

/** What only makes a position smaller needs no approval; everything else does. */
export type SubmittableOrder = Approved<OrderRequest> | (OrderRequest & { readonly reduceOnly: true });

/**
 * A place where single orders are worked. No method throws or rejects, except that a signal that is aborted before the call
 * may reject with its reason. Decimal strings only.
 */
export interface Venue {
  readonly specification: 'venue/v1';
  readonly id: string;
  readonly capabilities: VenueCapabilities;
  /** Prices and instruments, when the venue offers them. */
  readonly market?: MarketData;
  submit(order: SubmittableOrder, signal: AbortSignal): Promise<SubmitOutcome>;
  lookup(address: OrderAddress, signal: AbortSignal): Promise<LookupAnswer>;
  cancel(address: OrderAddress, signal: AbortSignal): Promise<CancelOutcome>;
  /** Live orders of the whole account, also those that others placed. */
  openOrders(scope: OrderScope, signal: AbortSignal): Promise<VenueRead<readonly VenueOrder[]>>;
  /** Executions after `cursor`; `undefined`: from the first that the venue still has. */
  fillsSince(cursor: string | undefined, signal: AbortSignal): Promise<VenueRead<FillPage>>;
  positions(signal: AbortSignal): Promise<VenueRead<readonly VenuePosition[]>>;
  balances(signal: AbortSignal): Promise<VenueRead<readonly VenueBalance[]>>;
  /** Epoch ms of the venue's clock. */
  serverTime(signal: AbortSignal): Promise<VenueRead<number>>;
  identity(signal: AbortSignal): Promise<VenueRead<VenueIdentity>>;
  start?(signal: AbortSignal): Promise<void>;
  stop?(): Promise<void>;
}
