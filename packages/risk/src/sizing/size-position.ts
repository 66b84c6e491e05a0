import { type Costs, Decimal, type Instrument, settlementOf, type TradePlan } from '@tradewarden/core';
import { amountsOf, type EntryLeg, type WeightedLeg, weightedLegs } from './entry-legs.ts';
import { type Multipliers, productOf } from './multipliers.ts';
import type { AmountMeasure, Amounts } from './unit-amounts.ts';

export interface SizeRequest {
  readonly plan: TradePlan;
  /** What may be lost at the stop, costs included, in account currency, before the multipliers. */
  readonly budget: Decimal;
  readonly costs: Costs;
  readonly instrument: Instrument;
  /** Smallest notional worth opening, in account currency. */
  readonly minimumNotional: Decimal;
  /** Free capacity by rule id; in account currency. */
  readonly headroom: readonly Headroom[];
  /** Scale the budget, all together once. */
  readonly multipliers?: Multipliers;
  /** Several entries instead of the worst edge of the zone. */
  readonly legs?: readonly EntryLeg[];
  /** Account currency for one unit of the currency that the market settles in; default 1. */
  readonly rate?: Decimal;
  /** Price distance that is assumed to be lost at least, such as a multiple of the ATR. */
  readonly leastDistance?: Decimal;
}

export interface Headroom {
  readonly id: string;
  readonly measure: AmountMeasure;
  readonly free: Decimal;
}

/** A size on the instrument's grid. `quantity` is zero when less than the minimum is left. */
export interface PositionSize {
  /** Price that the size is computed for; the average of several legs. */
  readonly entry: Decimal;
  /** Loss of one unit at the stop, fees and slippage included, in account currency. */
  readonly unitRisk: Decimal;
  /** What one unit takes of each measure, in account currency. */
  readonly perUnit: Amounts;
  readonly requestedQuantity: Decimal;
  readonly quantity: Decimal;
  readonly minimumQuantity: Decimal;
  /** What `quantity` takes of each measure, in account currency. */
  readonly amounts: Amounts;
  /** The budget after the multipliers. */
  readonly budget: Decimal;
  /** `quantity` in contracts, where the instrument counts them. */
  readonly contracts?: Decimal;
  /** Of several entries, in the order given. */
  readonly legs?: readonly { readonly entry: Decimal; readonly quantity: Decimal }[];
  /** The cap that cut the size. */
  readonly boundBy?: string;
}

/**
 * `floor(budget ÷ unit risk)` to the step, with the worst edge of the zone as entry (trading.md §4.2), then cut to
 * the tightest free capacity. Rounds down only, and reports the amounts of the rounded size; leverage sets the
 * margin and nothing else.
 * @throws {InvalidNumberError} legs, multipliers or a rate that cannot be used.
 */
export function sizePosition(request: SizeRequest): PositionSize {
  const { instrument } = request;
  const rate = request.rate ?? Decimal.one;
  const legs = weightedLegs({ ...request, rate }, request.legs);
  const perUnit = amountsOf(legs.map((leg) => [leg.perUnit, leg.weight]));
  const budget = request.budget.times(productOf(request.multipliers ?? {}));
  const onGrid = (quantity: Decimal): Decimal => Decimal.max(quantity, 0).floorToStep(instrument.step);
  const split = (total: Decimal): readonly Decimal[] => legs.map(({ weight }) => onGrid(total.times(weight)));
  const wanted = onGrid(budget.dividedBy(perUnit.riskAtStop, 'floor'));
  const most =
    instrument.maximumQuantity === undefined ? wanted : onGrid(Decimal.of(instrument.maximumQuantity));
  // Below the first tick there is no price to trade at.
  const priced = legs.every(({ entry }) => entry.gte(instrument.tick ?? 0));
  const asked = priced ? Decimal.min(wanted, most) : Decimal.zero;
  const minimumQuantity = Decimal.max(...(legs.map((leg) => minimumOf(request, leg)) as [Decimal]));
  let total = asked;
  let boundBy: string | undefined;
  for (const { id, measure, free } of request.headroom) {
    const allowed = onGrid(free.dividedBy(perUnit[measure], 'floor'));
    if (!allowed.lt(total)) continue;
    total = allowed;
    boundBy = id;
  }
  if (total.lt(minimumQuantity)) total = Decimal.zero;
  const quantities = split(total);
  const quantity = sum(quantities);
  const size: PositionSize = {
    entry: averageEntry(legs, quantities),
    unitRisk: perUnit.riskAtStop,
    perUnit,
    requestedQuantity: sum(split(asked)),
    quantity,
    minimumQuantity,
    amounts: amountsOf(legs.map((leg, index) => [leg.perUnit, quantities[index] ?? Decimal.zero])),
    budget,
  };
  return {
    ...size,
    ...(instrument.contractSize === undefined
      ? {}
      : { contracts: quantity.dividedBy(instrument.contractSize) }),
    ...(legs.length === 1
      ? {}
      : { legs: legs.map(({ entry }, index) => ({ entry, quantity: quantities[index] ?? Decimal.zero })) }),
    ...(boundBy === undefined ? {} : { boundBy }),
  };
}

const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), Decimal.zero);

function averageEntry(legs: readonly WeightedLeg[], quantities: readonly Decimal[]): Decimal {
  const [first] = legs;
  if (first !== undefined && legs.length === 1) return first.entry;
  const weights = sum(quantities).isZero() ? legs.map(({ weight }) => weight) : quantities;
  const value = sum(legs.map(({ entry }, index) => entry.times(weights[index] ?? 0)));
  return value.dividedBy(sum(weights));
}

/**
 * The largest of the instrument's minimums and ours, rounded up to the step, so that this leg of the whole reaches
 * it; never a reason to round a size up.
 */
function minimumOf({ instrument, minimumNotional }: SizeRequest, leg: WeightedLeg): Decimal {
  const { step } = instrument;
  const unit = settlementOf(instrument).contract === 'inverse' ? Decimal.one : leg.entry;
  const least = Decimal.max(
    minimumNotional.dividedBy(leg.perUnit.notional, 'ceil'),
    Decimal.of(instrument.minimumNotional ?? 0).dividedBy(unit, 'ceil'),
    instrument.minimumQuantity ?? 0,
    step,
  ).ceilToStep(step);
  return leg.weight.eq(1) ? least : least.dividedBy(leg.weight, 'ceil').ceilToStep(step);
}
