import type { DecimalString } from './trade-plan.ts';

/** One step of a venue's table of maintenance margins; steps come smallest position first. */
export interface MaintenanceTier {
  /** Largest notional of the step, in quote; absent on the last step of an open table. */
  readonly maximumNotional?: DecimalString;
  /** Maintenance margin as a fraction of the notional. */
  readonly rate: DecimalString;
  readonly maximumLeverage?: DecimalString;
}

/** The filters of one market. Quantities in base units (contracts × contractSize), of an inverse contract in quote units; prices in quote. */
export interface Instrument {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** Grid of quantities. */
  readonly step: DecimalString;
  /** Grid of prices; absent when not known. */
  readonly tick?: DecimalString;
  readonly minimumQuantity?: DecimalString;
  readonly minimumNotional?: DecimalString;
  readonly maximumQuantity?: DecimalString;
  /** `inverse` is paid and settled in the base asset; absent: as the symbol says, `BTC/USD:BTC` being inverse. */
  readonly contract?: 'linear' | 'inverse';
  /** Units of one contract, for venues that count contracts. */
  readonly contractSize?: DecimalString;
  /** Absent when not known, or where nothing is borrowed. */
  readonly maintenance?: readonly MaintenanceTier[];
}

/** How a market settles: the kind of contract, and the currency that profit and loss are paid in. */
export function settlementOf(instrument: Instrument): {
  readonly contract: 'linear' | 'inverse';
  readonly currency: string;
} {
  const { symbol, base, quote } = instrument;
  const contract =
    instrument.contract ?? (symbol.endsWith(`:${base}`) && base !== quote ? 'inverse' : 'linear');
  return { contract, currency: contract === 'inverse' ? base : quote };
}

const quotes = ['USDT', 'USDC', 'BUSD', 'USD', 'EUR', 'BTC', 'ETH'];

/** Base and quote of `BTC/USDT:USDT` or `BTCUSDT`; a symbol with no known quote is taken as quoted in USDT. */
export function symbolParts(symbol: string): { readonly base: string; readonly quote: string } {
  const slash = symbol.indexOf('/');
  if (slash > 0) {
    const [quote = 'USDT'] = symbol.slice(slash + 1).split(':');
    return { base: symbol.slice(0, slash), quote };
  }
  const quote = quotes.find((suffix) => symbol.endsWith(suffix) && symbol.length > suffix.length);
  return quote === undefined
    ? { base: symbol, quote: 'USDT' }
    : { base: symbol.slice(0, -quote.length), quote };
}

/** What is assumed where no market is configured: a fine step, no minimum. */
export const defaultInstrument = (symbol: string): Instrument => ({
  symbol,
  ...symbolParts(symbol),
  step: '0.00000001',
});
