import type { DecimalString } from './trade-plan.ts';

/** The filters of one market. Quantities in base units (contracts × contractSize), prices in quote. */
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
