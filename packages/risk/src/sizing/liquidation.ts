import { Decimal, type Direction } from '@tradewarden/core';

/** A position with isolated margin; fees and funding are left out. Prices in quote. */
export interface LeveragedPosition {
  readonly contract: 'linear' | 'inverse';
  readonly direction: Direction;
  readonly entry: Decimal;
  readonly leverage: Decimal;
  /** Maintenance margin as a fraction of the notional, below 1. */
  readonly maintenance: Decimal;
}

/**
 * Where a venue liquidates, rounded towards the entry; trading.md §4.5. Linear: `E·(1 ∓ 1/L) ÷ (1 ∓ mmr)`; inverse,
 * from the same equality in coin: `E·(1 ± mmr) ÷ (1 ± 1/L)`. `undefined`: never, however far the price goes.
 */
export function liquidationPrice(position: LeveragedPosition): Decimal | undefined {
  const { contract, direction, entry, leverage, maintenance } = position;
  const one = Decimal.one;
  const long = direction === 'LONG';
  const share = one.dividedBy(leverage, 'floor');
  if (contract === 'linear' && long) {
    const price = entry.times(one.minus(share)).dividedBy(one.minus(maintenance), 'ceil');
    return price.isPositive() ? price : undefined;
  }
  if (contract === 'linear') return entry.times(one.plus(share)).dividedBy(one.plus(maintenance), 'floor');
  if (long) return entry.times(one.plus(maintenance)).dividedBy(one.plus(share), 'ceil');
  const left = one.minus(share);
  return left.isPositive() ? entry.times(one.minus(maintenance)).dividedBy(left, 'floor') : undefined;
}

/** The leverage at which the liquidation price is exactly `buffer` (a fraction of the entry) beyond `stop`; rounded down. `undefined`: any. */
export function maximumSafeLeverage(
  { contract, direction, entry, maintenance }: Omit<LeveragedPosition, 'leverage'>,
  stop: Decimal,
  buffer: Decimal,
): Decimal | undefined {
  const one = Decimal.one;
  const long = direction === 'LONG';
  const ratio = long
    ? stop.dividedBy(entry, 'floor').minus(buffer)
    : stop.dividedBy(entry, 'ceil').plus(buffer);
  if (!ratio.isPositive()) return undefined;
  const least = (): Decimal => {
    if (contract === 'linear')
      return long
        ? one.minus(one.minus(maintenance).times(ratio))
        : one.plus(maintenance).times(ratio).minus(one);
    return long
      ? one.plus(maintenance).dividedBy(ratio, 'ceil').minus(one)
      : one.minus(one.minus(maintenance).dividedBy(ratio, 'floor'));
  };
  const margin = least();
  return margin.isPositive() ? one.dividedBy(margin, 'floor') : undefined;
}
