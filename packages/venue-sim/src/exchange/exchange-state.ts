import { Decimal, type Instrument } from '@tradewarden/core';
import type { ExchangeRules } from './exchange-options.ts';
import type { LedgerEntry, LedgerEvent } from './ledger-entry.ts';
import { MarginAccount } from './margin-account.ts';
import { OrderList } from './order-list.ts';
import type { Prices } from './price-levels.ts';

/** What is known of the market of one symbol. */
export interface SymbolMarket {
  readonly instrument: Instrument;
  readonly tick: Decimal;
  prices?: Prices;
  /** What our orders may still take, in base units; absent: all that they want. */
  liquidity?: Decimal | undefined;
}

/** Everything that the exchange remembers; the files beside this one change it. */
export class ExchangeState {
  readonly rules: ExchangeRules;
  readonly markets: Map<string, SymbolMarket> = new Map();
  readonly orders: OrderList = new OrderList();
  readonly account: MarginAccount;
  readonly ledger: LedgerEntry[] = [];
  readonly #instruments = new Map<string, Instrument>();
  #now = 0;
  #ranks = 0;

  constructor(rules: ExchangeRules, instruments: readonly Instrument[]) {
    this.rules = rules;
    this.account = new MarginAccount(this.#instruments);
    for (const instrument of instruments) this.list(instrument);
  }

  /** Trades it from now on; an instrument that is listed stays as it is. */
  list(instrument: Instrument): void {
    const { symbol, tick = '0.00000001' } = instrument;
    if (this.markets.has(symbol)) return;
    this.#instruments.set(symbol, instrument);
    this.markets.set(symbol, { instrument, tick: Decimal.of(tick) });
  }

  /** Epoch ms of the exchange's own clock. */
  get now(): number {
    return this.#now;
  }

  passTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  nextRank(): number {
    this.#ranks += 1;
    return this.#ranks;
  }

  record(event: LedgerEvent): void {
    this.ledger.push({ ...event, sequence: this.ledger.length + 1, at: this.#now });
  }
}
