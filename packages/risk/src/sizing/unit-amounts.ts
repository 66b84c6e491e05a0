import {
  type Costs,
  Decimal,
  type Instrument,
  settlementOf,
  signed,
  stressedStop,
  type TradePlan,
  unitRisk,
} from '@tradewarden/core';

/** What a size is measured in; in account currency. */
export type AmountMeasure = 'notional' | 'margin' | 'riskAtStop';
export type Amounts = Readonly<Record<AmountMeasure, Decimal>>;

export interface UnitRequest {
  readonly plan: TradePlan;
  readonly costs: Costs;
  readonly instrument: Instrument;
  /** Account currency for one unit of the currency that the market settles in. */
  readonly rate: Decimal;
  /** Price distance that is assumed to be lost at least, whatever the stop of the plan says. */
  readonly leastDistance?: Decimal;
}

/** A price on the grid, moved to where the loss is the larger; as it is where no grid is known, or below the first tick. */
export function worstPrice(
  { plan, instrument: { tick } }: Pick<UnitRequest, 'plan' | 'instrument'>,
  price: Decimal,
  role: 'entry' | 'stop',
): Decimal {
  if (tick === undefined || price.lt(tick)) return price;
  return (plan.direction === 'LONG') === (role === 'entry')
    ? price.ceilToStep(tick)
    : price.floorToStep(tick);
}

/**
 * What one unit amounts to when entered at `entry` and lost at the stop, fees and slippage included; trading.md §4.2.
 * Never below the true amount: quotients of inverse contracts are rounded against us.
 */
export function unitAmounts(request: UnitRequest, entry: Decimal): Amounts {
  const { plan, costs, instrument, rate } = request;
  const placed = { ...plan, stop: { price: assumedStop(request, entry).toString() } };
  const inverse = settlementOf(instrument).contract === 'inverse';
  const risk = inverse ? inverseRisk(placed, costs, entry) : unitRisk(placed, costs, entry);
  const notional = (inverse ? Decimal.one.dividedBy(entry, 'ceil') : entry).times(rate);
  return {
    notional,
    margin: notional.dividedBy(plan.leverage ?? '1', 'ceil'),
    riskAtStop: risk.times(rate),
  };
}

function assumedStop(request: UnitRequest, entry: Decimal): Decimal {
  const { plan, leastDistance } = request;
  const stop = worstPrice(request, Decimal.of(plan.stop.price), 'stop');
  if (leastDistance === undefined) return stop;
  const further = entry.minus(signed(plan, leastDistance));
  return plan.direction === 'LONG' ? Decimal.max(Decimal.min(stop, further), 0) : Decimal.max(stop, further);
}

/** A stop at zero, where an ATR may lie, loses an inverse contract without bound: as good as none. */
const leastPrice = Decimal.of('1e-18');

/** In the base asset, for one unit of quote: `s·(1/S' − 1/E) + f_e/E + f_x/S'`. */
export function inverseRisk(plan: TradePlan, costs: Costs, entry: Decimal): Decimal {
  const exit = Decimal.max(stressedStop(plan, costs), leastPrice);
  const one = Decimal.one;
  const [mostIn, leastIn] = [one.dividedBy(entry, 'ceil'), one.dividedBy(entry, 'floor')];
  const [mostOut, leastOut] = [one.dividedBy(exit, 'ceil'), one.dividedBy(exit, 'floor')];
  const lost = plan.direction === 'LONG' ? mostOut.minus(leastIn) : mostIn.minus(leastOut);
  return lost.plus(costs.entryFee.times(mostIn)).plus(costs.exitFee.times(mostOut));
}
