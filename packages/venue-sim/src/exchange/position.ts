import { Decimal } from '@tradewarden/core';

export type Contract = 'linear' | 'inverse';

/** A net position: quantity above zero is long, below zero short. */
export interface Position {
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
}

export const flat: Position = { quantity: Decimal.zero, entryPrice: Decimal.zero };

/** Value in the settlement currency: `quantity × price`, of an inverse contract `quantity / price`. */
export const valueOf = (contract: Contract, quantity: Decimal, price: Decimal): Decimal =>
  contract === 'linear' ? quantity.times(price) : quantity.dividedBy(price);

/** What `quantity` (signed) bought at `from` is worth at `to`, in the settlement currency. */
export const profitOf = (contract: Contract, quantity: Decimal, from: Decimal, to: Decimal): Decimal =>
  contract === 'linear'
    ? quantity.times(to.minus(from))
    : quantity.dividedBy(from).minus(quantity.dividedBy(to));

/** The position after `change` (signed) at `price`, and what closing a part of it realised before fees. */
export function afterFill(
  contract: Contract,
  before: Position,
  change: Decimal,
  price: Decimal,
): { readonly position: Position; readonly realised: Decimal } {
  const quantity = before.quantity.plus(change);
  if (before.quantity.isZero() || before.quantity.isNegative() === change.isNegative())
    return {
      position: { quantity, entryPrice: averagePrice(contract, before, change, price) },
      realised: Decimal.zero,
    };
  const turned = !quantity.isZero() && quantity.isNegative() !== before.quantity.isNegative();
  const closed = turned ? before.quantity : change.negated();
  return {
    position: quantity.isZero() ? flat : { quantity, entryPrice: turned ? price : before.entryPrice },
    realised: profitOf(contract, closed, before.entryPrice, price),
  };
}

/** Linear contracts average by quantity, inverse ones by value, so that profit stays the sum of its parts. */
function averagePrice(contract: Contract, before: Position, change: Decimal, price: Decimal): Decimal {
  if (before.quantity.isZero()) return price;
  const total = before.quantity.plus(change);
  return contract === 'linear'
    ? before.quantity.times(before.entryPrice).plus(change.times(price)).dividedBy(total)
    : total.dividedBy(before.quantity.dividedBy(before.entryPrice).plus(change.dividedBy(price)));
}
