import { ConfigError, Decimal, type DecimalString } from '@tradewarden/core';

/** Percentages and amounts are decimal strings; amounts in the quote currency. */
export interface SafeguardLimits {
  /** How long one fire on a symbol and direction keeps others away, counted from that fire; default 15. */
  readonly windowMinutes: number;
  /** How far an entry may reach through the market; default 1 percent. */
  readonly collarPercent: DecimalString;
  /** How far from the market an entry may wait; default 25 percent. */
  readonly distancePercent: DecimalString;
  /** Default 1 percent of the middle price. */
  readonly maximumSpreadPercent: DecimalString;
  /** Default 10,000 milliseconds. */
  readonly maximumQuoteAgeMs: number;
  /** Plans this near to each other in price and in size count as one; defaults 0.2 and 10 percent. */
  readonly nearPricePercent: DecimalString;
  readonly nearQuantityPercent: DecimalString;
  /** What is taken to be lost in fees on each side, and to slippage at the stop; defaults 0.1 percent of the value. */
  readonly feePercent: DecimalString;
  readonly slippagePercent: DecimalString;
  /** What may be lost at the stops of all plans and positions; absent: not limited here. */
  readonly maximumSymbolRisk?: DecimalString;
  readonly maximumAccountRisk?: DecimalString;
  /** Entries in any 60 seconds; defaults 10 and 30. */
  readonly symbolOrdersPerMinute: number;
  readonly accountOrdersPerMinute: number;
}

const defaults: SafeguardLimits = {
  windowMinutes: 15,
  collarPercent: '1',
  distancePercent: '25',
  maximumSpreadPercent: '1',
  maximumQuoteAgeMs: 10_000,
  nearPricePercent: '0.2',
  nearQuantityPercent: '10',
  feePercent: '0.1',
  slippagePercent: '0.1',
  symbolOrdersPerMinute: 10,
  accountOrdersPerMinute: 30,
};

/** The limits with their defaults. @throws {ConfigError} names every one that is no amount, or no count. */
export function safeguardLimits(given: Partial<SafeguardLimits> = {}): SafeguardLimits {
  const limits = { ...defaults, ...given };
  const issues = Object.entries(limits).flatMap(([path, value]) => {
    if (typeof value === 'number')
      return Number.isFinite(value) && value > 0 ? [] : [{ path, message: 'must be above 0' }];
    const amount = typeof value === 'string' ? Decimal.tryParse(value) : undefined;
    return amount === undefined || amount.isNegative()
      ? [{ path, message: 'must be a decimal string, 0 or more' }]
      : [];
  });
  if (issues.length > 0) throw new ConfigError('OrderSafeguards', issues);
  return limits;
}
