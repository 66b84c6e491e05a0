import type { Approved } from '../gate/approved.ts';
import type { MarketData } from '../market/market-data.ts';
import type { BracketOrder, OrderReport, SubmitOutcome } from './order.ts';

export interface VenueCapabilities {
  /** Real money or a real exchange's test environment: needs a store that survives a crash of the host. */
  readonly external: boolean;
  /** Stop and targets are attached to the entry and live from its first fill. */
  readonly attachedProtection: boolean;
  readonly clientOrderIds: boolean;
}

/** A place where orders are worked. `submit` never throws; what it takes has passed a gate. */
export interface Venue {
  readonly specification: 'venue/v1';
  readonly id: string;
  readonly capabilities: VenueCapabilities;
  /** Prices and instruments, when the venue offers them. */
  readonly market?: MarketData;
  submit(order: Approved<BracketOrder>, signal: AbortSignal): Promise<SubmitOutcome>;
  /** `undefined`: the venue does not know this id. */
  lookup(clientOrderId: string, signal: AbortSignal): Promise<OrderReport | undefined>;
  /** Cancels what is not filled of an entry. */
  cancel(clientOrderId: string, signal: AbortSignal): Promise<OrderReport | undefined>;
  start?(signal: AbortSignal): Promise<void>;
  stop?(): Promise<void>;
}
