/** A matching engine of single orders, free of transport; the simulated venue works brackets by itself. */
export { Exchange, type PlacedOrder } from './exchange.ts';
export type { ExchangeOptions } from './exchange-options.ts';
export type { LedgerEntry, LedgerEvent } from './ledger-entry.ts';
export type { OrderAddress } from './order-list.ts';
