import { Decimal, type Instrument } from '@tradewarden/core';

const rateWithoutTable = Decimal.of('0.005');

/**
 * What must stay in the account for a position of `value`, in the settlement currency: each step of the table
 * applies to the part of the value that lies in it, which is Binance's `value × rate − maintenance amount`.
 */
export function maintenanceMargin({ maintenance }: Instrument, value: Decimal): Decimal {
  if (maintenance === undefined || maintenance.length === 0) return value.times(rateWithoutTable);
  let margin = Decimal.zero;
  let from = Decimal.zero;
  for (const { maximumNotional, rate } of maintenance) {
    const to = maximumNotional === undefined ? value : Decimal.min(value, maximumNotional);
    if (to.gt(from)) margin = margin.plus(to.minus(from).times(rate));
    from = Decimal.max(from, to);
  }
  // Beyond a closed table the last rate goes on.
  return value.gt(from) ? margin.plus(value.minus(from).times(maintenance.at(-1)?.rate ?? 0)) : margin;
}
