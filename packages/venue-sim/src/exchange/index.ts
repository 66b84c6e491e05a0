/** A matching engine of single orders, free of transport, and the port through which one client reaches it. */
export { Exchange, type PlacedOrder, type SymbolBar } from './exchange.ts';
export type { ExchangeOptions } from './exchange-options.ts';
export type { LedgerEntry, LedgerEvent } from './ledger-entry.ts';
export type { OrderAddress } from './order-list.ts';
export { exchangeVenue, type ExchangeVenueOptions } from '../port/exchange-venue.ts';
export {
  type Fate,
  type FaultPlan,
  noFaults,
  type ScriptedFault,
  scriptedFaults,
  type VenueCall,
} from '../port/faults.ts';
export type { Latency } from '../port/latency.ts';
export { seededFaults, type SeededFaultOptions } from '../port/seeded-faults.ts';
export { Wire } from '../port/wire.ts';
