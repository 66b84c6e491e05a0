/** The matching engine behind the simulated venue, free of transport. */
export { Exchange, type PlacedOrder } from './exchange.ts';
export type { ExchangeOptions } from './exchange-options.ts';
export type { LedgerEntry, LedgerEvent } from './ledger-entry.ts';
export type { OrderAddress } from './order-list.ts';
