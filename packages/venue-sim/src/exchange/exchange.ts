import { type Candle, Decimal, type Instrument } from '@tradewarden/core';
import {
  namespaceOf,
  type OrderRequest,
  type VenueBalance,
  type VenueOrder,
  type VenuePosition,
} from '@tradewarden/core/venue';
import { refusalOf } from './admit-order.ts';
import { barPath } from './bar-path.ts';
import type { Refusal } from './check-request.ts';
import { type ExchangeOptions, rulesOf } from './exchange-options.ts';
import { ExchangeState, type SymbolMarket } from './exchange-state.ts';
import { childAddress, endOrder, takeNow } from './execute-order.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { checkCandle, checkMoment, marketPrice } from './market-input.ts';
import { jump, sweep } from './move-price.ts';
import type { OrderAddress } from './order-list.ts';
import { nextFunding, payFunding } from './pay-funding.ts';
import { single } from './price-levels.ts';
import { WorkingOrder } from './working-order.ts';

export type PlacedOrder =
  | { readonly status: 'accepted' | 'duplicate'; readonly order: VenueOrder }
  | ({ readonly status: 'rejected' } & Refusal);

/** The bar of one symbol. */
export interface SymbolBar {
  readonly symbol: string;
  readonly candle: Candle;
}

/**
 * One matching engine for one account: regular and conditional orders, net positions, margin, funding, liquidation.
 * Deterministic and free of transport: the same calls with the same times give the same ledger.
 */
export class Exchange {
  readonly #state: ExchangeState;
  readonly #fundingRates: ReadonlyMap<string, Decimal>;
  #fundingAt: number | undefined;

  constructor(options: ExchangeOptions) {
    this.#state = new ExchangeState(rulesOf(options), options.instruments);
    this.#fundingRates = new Map(
      Object.entries(options.fundingRates ?? {}).map(([symbol, rate]) => [symbol, Decimal.of(rate)]),
    );
    for (const [currency, amount] of Object.entries(options.deposits ?? {})) this.transfer(currency, amount);
  }

  /** Everything that has happened, oldest first. */
  get ledger(): readonly LedgerEntry[] {
    return this.#state.ledger;
  }

  get now(): number {
    return this.#state.now;
  }

  submit(request: OrderRequest, at: number): PlacedOrder {
    this.advanceTo(at);
    const known = this.#known(request);
    if (known !== undefined) return { status: 'duplicate', order: known.report() };
    const refusal = refusalOf(this.#state, request);
    if (refusal !== undefined) {
      this.#state.record({ kind: 'rejected', request, ...refusal });
      return { status: 'rejected', ...refusal };
    }
    const order = new WorkingOrder(request, this.#state.nextRank(), this.#state.now);
    this.#state.orders.add(order);
    this.#state.record({ kind: 'accepted', order: order.report() });
    this.#work(order);
    return { status: 'accepted', order: order.report() };
  }

  /** `undefined`: not known. An order that has ended is given as it is. */
  cancel(address: OrderAddress, at: number): VenueOrder | undefined {
    this.advanceTo(at);
    const order = this.#state.orders.find(address);
    if (order?.isLive === true) endOrder(this.#state, order, 'cancelled');
    return order?.report();
  }

  order(address: OrderAddress): VenueOrder | undefined {
    return this.#state.orders.find(address)?.report();
  }

  /** The regular order that a triggered one has become. */
  child(stop: VenueOrder): VenueOrder | undefined {
    if (stop.childOrderId === undefined) return undefined;
    return this.#state.orders.find(childAddress(stop.venueOrderId))?.report();
  }

  openOrders(symbol?: string): readonly VenueOrder[] {
    const { orders } = this.#state;
    return (symbol === undefined ? orders.live() : orders.of(symbol)).map((order) => order.report());
  }

  positions(): readonly VenuePosition[] {
    return this.#state.account.positions();
  }

  balances(): readonly VenueBalance[] {
    return this.#state.account.balances();
  }

  /** Wallet balance and unrealised results at the marks, a decimal string. */
  equity(currency: string): string {
    return this.#state.account.equity(currency).toString();
  }

  /** A deposit, or a withdrawal when negative. */
  transfer(currency: string, amount: string): void {
    this.#state.account.pay(currency, Decimal.of(amount));
    this.#state.record({ kind: 'transfer', currency, amount });
  }

  /** Time passes: orders that are good till then end, funding is paid. @throws {RangeError} what is no moment. */
  advanceTo(at: number): void {
    checkMoment(at);
    this.#fundingAt ??= nextFunding(at);
    while (this.#fundingAt <= at) {
      this.#state.passTo(this.#fundingAt);
      this.#expire(this.#fundingAt);
      payFunding(this.#state, this.#fundingRates);
      this.#fundingAt = nextFunding(this.#fundingAt);
    }
    this.#state.passTo(at);
    this.#expire(at);
  }

  /** Best prices have changed. @throws {RangeError} an unknown symbol, or a price that is not above zero. */
  quote(symbol: string, { bid, ask }: { readonly bid: string; readonly ask: string }, at: number): void {
    const market = this.#market(symbol);
    const prices = { bid: marketPrice(bid), ask: marketPrice(ask) };
    this.advanceTo(at);
    jump(this.#state, market, prices, { improve: false });
  }

  /**
   * Somebody traded: our resting orders behind that price share its quantity.
   * @throws {RangeError} an unknown symbol, or a price that is not above zero.
   */
  trade(
    symbol: string,
    { price, quantity }: { readonly price: string; readonly quantity: string },
    at: number,
  ): void {
    const market = this.#market(symbol);
    const prices = single(marketPrice(price));
    const liquidity = Decimal.of(quantity);
    this.advanceTo(at);
    market.liquidity = liquidity;
    jump(this.#state, market, prices, { improve: false });
  }

  /** Trades it from now on; an instrument that is listed stays as it is. */
  list(instrument: Instrument): void {
    this.#state.list(instrument);
  }

  /** One bar: see {@link Exchange.bars}. @throws {RangeError} an unknown symbol. */
  bar(symbol: string, candle: Candle, barMs: number): Generator<void, void, undefined> {
    return this.bars([{ symbol, candle }], barMs);
  }

  /**
   * Walks closed bars that began together, of `barMs` each, and stops wherever something happened, so that whoever drives it
   * can react there. The symbols take turns on each third of the way; their bars end together.
   * @throws {RangeError} an unknown symbol, or a price that is not above zero; then nothing was walked.
   */
  *bars(all: readonly SymbolBar[], barMs: number): Generator<void, void, undefined> {
    const { participation } = this.#state.rules;
    const walks = all.map(({ symbol, candle }) => ({ market: this.#market(symbol), symbol, candle }));
    for (const { candle } of walks) checkCandle(candle);
    for (const { market, candle } of walks) {
      this.advanceTo(candle.time);
      market.liquidity = participation && Decimal.of(candle.volume).times(participation);
      const before = this.#state.ledger.length;
      jump(this.#state, market, single(Decimal.of(candle.open)), { improve: true });
      if (this.#state.ledger.length > before) yield;
    }
    const paths = walks.map(({ market, symbol, candle }) => ({
      market,
      path: barPath(candle, barMs, this.#lowFirst(symbol)),
    }));
    const advanceTo = (at: number): void => this.advanceTo(at);
    for (let third = 1; third <= 3; third += 1)
      for (const { market, path } of paths) {
        const [from, to] = [path[third - 1], path[third]];
        if (from === undefined || to === undefined) continue;
        // Orders that are good till the end of the bar take part in all of it, whichever symbol is walked first.
        const until = third === 3 ? to.at - 1 : to.at;
        yield* sweep(this.#state, market, { to: to.price, from: from.at, until, advanceTo });
      }
    const end = Math.max(0, ...all.map(({ candle }) => candle.time + barMs));
    this.advanceTo(end);
  }

  /** The extreme that hurts comes first: the low for a long or for who waits to become one. */
  #lowFirst(symbol: string): boolean {
    const { quantity } = this.#state.account.position(symbol);
    if (!quantity.isZero()) return quantity.isPositive();
    const entry = this.#state.orders.of(symbol).find(({ request }) => !request.reduceOnly);
    return entry?.request.side !== 'SELL';
  }

  #known({ clientOrderId, instruction }: OrderRequest): WorkingOrder | undefined {
    const known = this.#state.orders.find({ clientOrderId, namespace: namespaceOf(instruction) });
    if (known === undefined) return undefined;
    return this.#state.rules.idReuse === 'after-end' && !known.isLive ? undefined : known;
  }

  /** What can be taken at once is; of an immediate order the rest ends. */
  #work(order: WorkingOrder): void {
    const market = this.#market(order.request.symbol);
    const { kind } = order.request.instruction;
    if (kind === 'stop-market') return;
    const { prices } = market;
    const { price } = order;
    const takes =
      prices !== undefined &&
      (price === undefined || (order.request.side === 'BUY' ? prices.ask.lte(price) : prices.bid.gte(price)));
    if (takes) takeNow(this.#state, order, market);
    if (kind === 'limit-ioc' && order.isLive) endOrder(this.#state, order, 'expired');
  }

  #expire(at: number): void {
    for (const order of this.#state.orders.live()) {
      const { instruction } = order.request;
      if (instruction.kind === 'limit' && (instruction.goodTill ?? Number.POSITIVE_INFINITY) <= at)
        endOrder(this.#state, order, 'expired');
    }
  }

  #market(symbol: string): SymbolMarket {
    const market = this.#state.markets.get(symbol);
    if (market === undefined) throw new RangeError(`${symbol} is not among the exchange's instruments`);
    return market;
  }
}
