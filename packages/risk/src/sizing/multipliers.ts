import { type Amount, Decimal, InvalidNumberError } from '@tradewarden/core';

/** What scales the budget, by name: each above 0 and at most 1, so that none can raise the risk. */
export type Multipliers = Readonly<Record<string, Amount>>;

/** The product of all, once. @throws {InvalidNumberError} one outside (0, 1]. */
export function productOf(multipliers: Multipliers): Decimal {
  return Object.entries(multipliers).reduce((product, [name, factor]) => {
    const value = Decimal.of(factor, `multiplier ${name}`);
    if (!value.isPositive() || value.gt(1))
      throw new InvalidNumberError(`multiplier ${name}`, value.toString(), 'must be above 0 and at most 1');
    return product.times(value);
  }, Decimal.one);
}
