import {
  Decimal,
  type DecimalString,
  type Direction,
  type Instrument,
  type SizedPlan,
} from '@tradewarden/core';
import { checkPlanning, type PlanningOptions } from './planning-options.ts';

/** Part of an entry or of the way out: limit orders at one price. */
export interface Leg {
  readonly price: DecimalString;
  readonly quantity: DecimalString;
}

/** A stop that follows the price: up for a long, down for a short, never back. */
interface Trail {
  /** Distance in percent of the price at which the position could be left, above 0 and below 100. */
  readonly percent: DecimalString;
  /** It begins after so many filled targets; 0: with the entry. */
  readonly after: number;
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
  /** The stop follows the price at this distance; absent: it stays. */
  readonly trail?: Trail;
  readonly step: DecimalString;
  readonly tick: DecimalString;
}

/**
 * Cuts an approved plan into legs; what does not fill a step stays with the near leg, so that the sum is the approved
 * quantity. Prices off the grid move as the size assumed, entries and stop to where the loss is the larger; targets
 * come nearer.
 * @throws {ConfigError} see `checkPlanning`.
 */
export function planExecution(
  { plan, sizing }: SizedPlan,
  instrument: Instrument,
  options: PlanningOptions = {},
): ExecutionPlan {
  checkPlanning(options);
  const { farPercent = '0', breakEvenAfter, trailPercent, trailAfter = 0 } = options;
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
      : quantity.times(farPercent).dividedBy(100, 'floor').floorToStep(instrument.step);
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
    ...(trailPercent === undefined ? {} : { trail: { percent: trailPercent, after: trailAfter } }),
    step: instrument.step,
    tick,
  };
}
