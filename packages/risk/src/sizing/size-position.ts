import {
  type Costs,
  Decimal,
  type Instrument,
  type TradePlan,
  unitRisk,
  worstEntry,
} from '@tradewarden/core';

export interface SizeRequest {
  readonly plan: TradePlan;
  /** What may be lost at the stop, costs included, in account currency. */
  readonly budget: Decimal;
  readonly costs: Costs;
  readonly instrument: Instrument;
  /** Smallest notional worth opening, in account currency. */
  readonly minimumNotional: Decimal;
  /** Free capacity by rule id; in account currency. */
  readonly headroom: readonly Headroom[];
}

export interface Headroom {
  readonly id: string;
  readonly measure: 'notional' | 'riskAtStop';
  readonly free: Decimal;
}

/** A size on the instrument's grid. `quantity` is zero when less than the minimum is left. */
export interface PositionSize {
  readonly entry: Decimal;
  /** Loss of one unit at the stop, fees and slippage included. */
  readonly unitRisk: Decimal;
  readonly requestedQuantity: Decimal;
  readonly quantity: Decimal;
  readonly minimumQuantity: Decimal;
  /** The cap that cut the size. */
  readonly boundBy?: string;
}

/**
 * `floor(budget ÷ unit risk)` to the step, with the worst edge of the zone as entry (trading.md §4.2), then cut to
 * the tightest free capacity. Rounds down only; leverage never enters.
 */
export function sizePosition(request: SizeRequest): PositionSize {
  const { plan, instrument } = request;
  const entry = worstEntry(plan);
  const risk = unitRisk(plan, request.costs, entry);
  const perUnit = { notional: entry, riskAtStop: risk };
  const onGrid = (quantity: Decimal): Decimal => Decimal.max(quantity, 0).floorToStep(instrument.step);
  const wanted = onGrid(request.budget.dividedBy(risk, 'floor'));
  const requestedQuantity =
    instrument.maximumQuantity === undefined
      ? wanted
      : Decimal.min(wanted, onGrid(Decimal.of(instrument.maximumQuantity)));
  const minimumQuantity = minimumOf(request, entry);
  let quantity = requestedQuantity;
  let boundBy: string | undefined;
  for (const { id, measure, free } of request.headroom) {
    const allowed = onGrid(free.dividedBy(perUnit[measure], 'floor'));
    if (!allowed.lt(quantity)) continue;
    quantity = allowed;
    boundBy = id;
  }
  if (quantity.lt(minimumQuantity)) quantity = Decimal.zero;
  const size = { entry, unitRisk: risk, requestedQuantity, quantity, minimumQuantity };
  return boundBy === undefined ? size : { ...size, boundBy };
}

/** The largest of the instrument's minimums and ours, rounded up to the step; never a reason to round a size up. */
function minimumOf({ instrument, minimumNotional }: SizeRequest, entry: Decimal): Decimal {
  const notional = Decimal.max(minimumNotional, instrument.minimumNotional ?? 0);
  return Decimal.max(
    notional.dividedBy(entry, 'ceil').ceilToStep(instrument.step),
    instrument.minimumQuantity ?? 0,
    instrument.step,
  );
}
