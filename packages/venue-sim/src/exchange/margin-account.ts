import { Decimal, type Instrument, settlementOf } from '@tradewarden/core';
import type { VenueBalance, VenuePosition } from '@tradewarden/core/venue';
import { maintenanceMargin } from './maintenance-margin.ts';
import { afterFill, flat, type Position, profitOf, valueOf } from './position.ts';

/** Balances and net positions of one account. Margin is shared by all positions that settle in a currency. */
export class MarginAccount {
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #balances = new Map<string, Decimal>();
  readonly #positions = new Map<string, Position>();
  readonly #marks = new Map<string, Decimal>();

  constructor(instruments: ReadonlyMap<string, Instrument>) {
    this.#instruments = instruments;
  }

  pay(currency: string, amount: Decimal): void {
    this.#balances.set(currency, this.balance(currency).plus(amount));
  }

  balance(currency: string): Decimal {
    return this.#balances.get(currency) ?? Decimal.zero;
  }

  position(symbol: string): Position {
    return this.#positions.get(symbol) ?? flat;
  }

  mark(symbol: string): Decimal | undefined {
    return this.#marks.get(symbol);
  }

  setMark(symbol: string, price: Decimal): void {
    this.#marks.set(symbol, price);
  }

  /** `change` is signed. */
  fill(instrument: Instrument, change: Decimal, price: Decimal, fee: Decimal): void {
    const { contract, currency } = settlementOf(instrument);
    const { position, realised } = afterFill(contract, this.position(instrument.symbol), change, price);
    this.#positions.set(instrument.symbol, position);
    this.pay(currency, realised.minus(fee));
  }

  /** Balance and what the open positions are worth at their marks. */
  equity(currency: string): Decimal {
    let equity = this.balance(currency);
    for (const { contract, position, mark } of this.#held(currency))
      equity = equity.plus(profitOf(contract, position.quantity, position.entryPrice, mark));
    return equity;
  }

  /** Value of the open positions at their marks. */
  held(currency: string): Decimal {
    return this.#held(currency).reduce(
      (sum, { contract, position, mark }) => sum.plus(valueOf(contract, position.quantity.abs(), mark)),
      Decimal.zero,
    );
  }

  maintenance(currency: string): Decimal {
    return this.#held(currency).reduce(
      (sum, { instrument, contract, position, mark }) =>
        sum.plus(maintenanceMargin(instrument, valueOf(contract, position.quantity.abs(), mark))),
      Decimal.zero,
    );
  }

  heldSymbols(currency: string): readonly string[] {
    return this.#held(currency).map(({ instrument }) => instrument.symbol);
  }

  positions(): readonly VenuePosition[] {
    return [...this.#positions.keys()]
      .filter((symbol) => !this.position(symbol).quantity.isZero())
      .map((symbol) => this.report(symbol));
  }

  report(symbol: string): VenuePosition {
    const { quantity, entryPrice } = this.position(symbol);
    const mark = this.mark(symbol);
    return {
      symbol,
      quantity: quantity.toString(),
      entryPrice: entryPrice.toString(),
      ...(mark === undefined ? {} : { markPrice: mark.toString() }),
    };
  }

  balances(): readonly VenueBalance[] {
    return [...this.#balances].map(([currency, total]) => ({ currency, total: total.toString() }));
  }

  #held(currency: string) {
    const found: {
      instrument: Instrument;
      contract: 'linear' | 'inverse';
      position: Position;
      mark: Decimal;
    }[] = [];
    for (const [symbol, position] of this.#positions) {
      const instrument = this.#instruments.get(symbol);
      if (instrument === undefined || position.quantity.isZero()) continue;
      const settlement = settlementOf(instrument);
      if (settlement.currency !== currency) continue;
      const mark = this.mark(symbol) ?? position.entryPrice;
      found.push({ instrument, contract: settlement.contract, position, mark });
    }
    return found;
  }
}
