import { ConfigError } from '../errors/config-error.ts';

/** What the counters of a book count: 10^-unitPlaces of its currency. Fixed when the book is first written. */
export interface AccountUnit {
  readonly currency: string;
  /** 0 to 8. */
  readonly unitPlaces: number;
}

/** Of these a millionth is worth cents. */
const dearCurrencies: ReadonlySet<string> = new Set(['BTC', 'XBT', 'WBTC']);
const mostPlaces = 8;

/** Default: 8 places for bitcoin, 6 for anything else. @throws {ConfigError} places that cannot be counted in. */
export function accountUnit(
  currency: string,
  unitPlaces: number = dearCurrencies.has(currency) ? 8 : 6,
): AccountUnit {
  if (Number.isInteger(unitPlaces) && unitPlaces >= 0 && unitPlaces <= mostPlaces)
    return { currency, unitPlaces };
  const message = `expected a whole number from 0 to ${mostPlaces}, got ${String(unitPlaces)}`;
  throw new ConfigError('the account', [{ path: 'unitPlaces', message }]);
}

/** `10^-8 BTC`. */
export const unitText = ({ currency, unitPlaces }: AccountUnit): string => `10^-${unitPlaces} ${currency}`;

export const isSameUnit = (left: AccountUnit, right: AccountUnit): boolean =>
  left.currency === right.currency && left.unitPlaces === right.unitPlaces;
