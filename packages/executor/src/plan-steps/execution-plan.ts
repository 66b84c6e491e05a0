import {
  ConfigError,
  Decimal,
  type DecimalString,
  type Direction,
  type Instrument,
  type SizedPlan,
} from '@tradewarden/core';

/** Part of an entry or of the way out: limit orders at one price. */
export interface Leg {
  readonly price: DecimalString;
  readonly quantity: DecimalString;
}

/** How an approved plan is worked: everything that does not change while it lives. Prices on the tick, quantities on the step. */
export interface ExecutionPlan {
  readonly symbol: string;
  readonly direction: Direction;
  readonly entries: readonly Leg[];
  /** Trigger of the first stop. */
  readonly stop: DecimalString;
  /** Shares of what was filled, nearest target first. */
  readonly targets: readonly { readonly price: DecimalString; readonly percent: DecimalString }[];
  /** Entries end here, epoch ms. */
  readonly expiresAt: number;
  /** After so many filled targets the stop moves to the average entry; absent: never. */
  readonly breakEvenAfter?: number;
  readonly step: DecimalString;
  readonly tick: DecimalString;
}

export interface PlanningOptions {
  /** Percent of the quantity that waits at the far edge of the zone, 0 to 100; default 0. */
  readonly farPercent?: string;
  readonly breakEvenAfter?: number;
}

/**
 * Cuts an approved plan into legs; what does not fill a step stays with the near leg, so that the sum is the approved
 * quantity. Prices off the grid move as the size assumed, entries and stop to where the loss is the larger; targets
 * come nearer.
 * @throws {ConfigError} `farPercent` is not 0 to 100.
 */
export function planExecution(
  { plan, sizing }: SizedPlan,
  instrument: Instrument,
  { farPercent = '0', breakEvenAfter }: PlanningOptions = {},
): ExecutionPlan {
  const percent = Decimal.tryParse(farPercent);
  if (percent === undefined || percent.isNegative() || percent.gt(100))
    throw new ConfigError('planExecution', [{ path: 'farPercent', message: 'must be 0 to 100' }]);
  const tick = instrument.tick ?? '0.00000001';
  const onGrid = (price: DecimalString, role: 'entry' | 'exit'): DecimalString =>
    ((plan.direction === 'LONG') === (role === 'entry')
      ? Decimal.of(price).ceilToStep(tick)
      : Decimal.of(price).floorToStep(tick)
    ).toString();
  const quantity = Decimal.of(sizing.quantity);
  const far =
    plan.entry.near === plan.entry.far
      ? Decimal.zero
      : quantity.times(percent).dividedBy(100, 'floor').floorToStep(instrument.step);
  const legs = [
    { price: plan.entry.near, quantity: quantity.minus(far) },
    { price: plan.entry.far, quantity: far },
  ];
  return {
    symbol: plan.symbol,
    direction: plan.direction,
    entries: legs
      .filter((leg) => leg.quantity.isPositive())
      .map((leg) => ({ price: onGrid(leg.price, 'entry'), quantity: leg.quantity.toString() })),
    stop: onGrid(plan.stop.price, 'exit'),
    targets: plan.targets.map((target) => ({
      price: onGrid(target.price, 'exit'),
      percent: target.percent,
    })),
    expiresAt: plan.expiresAt,
    ...(breakEvenAfter === undefined ? {} : { breakEvenAfter }),
    step: instrument.step,
    tick,
  };
}
