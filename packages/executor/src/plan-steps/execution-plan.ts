import {
  Decimal,
  type DecimalString,
  type Direction,
  type Instrument,
  type SizedPlan,
} from '@tradewarden/core';
import type { Side } from '@tradewarden/core/venue';

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
  /** Percent of the quantity that waits at the far edge of the zone; default 0. */
  readonly farPercent?: string;
  readonly breakEvenAfter?: number;
}

/** Cuts an approved plan into legs; what does not fill a step stays with the near leg, so that the sum is the approved quantity. */
export function planExecution(
  { plan, sizing }: SizedPlan,
  instrument: Instrument,
  { farPercent = '0', breakEvenAfter }: PlanningOptions = {},
): ExecutionPlan {
  const quantity = Decimal.of(sizing.quantity);
  const apart = plan.entry.near !== plan.entry.far;
  const far = apart
    ? quantity.times(farPercent).dividedBy(100, 'floor').floorToStep(instrument.step)
    : Decimal.zero;
  const legs = [
    { price: plan.entry.near, quantity: quantity.minus(far) },
    { price: plan.entry.far, quantity: far },
  ];
  return {
    symbol: plan.symbol,
    direction: plan.direction,
    entries: legs
      .filter((leg) => leg.quantity.isPositive())
      .map((leg) => ({ price: leg.price, quantity: leg.quantity.toString() })),
    stop: plan.stop.price,
    targets: plan.targets.map(({ price, percent }) => ({ price, percent })),
    expiresAt: plan.expiresAt,
    ...(breakEvenAfter === undefined ? {} : { breakEvenAfter }),
    step: instrument.step,
    tick: instrument.tick ?? '0.00000001',
  };
}

export const entrySide = ({ direction }: ExecutionPlan): Side => (direction === 'LONG' ? 'BUY' : 'SELL');
export const exitSide = ({ direction }: ExecutionPlan): Side => (direction === 'LONG' ? 'SELL' : 'BUY');
