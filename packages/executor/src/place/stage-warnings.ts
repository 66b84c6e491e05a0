import { Decimal, type Instrument, settlementOf, type SizedPlan } from '@tradewarden/core';
import type { ExecutionPlan } from '../plan-steps/execution-plan.ts';
import type { PlanningOptions } from '../plan-steps/planning-options.ts';
import { shareOf } from '../plan-steps/target-steps.ts';

/** What of a plan will be done otherwise than it says, or may not be done, a sentence each. Pure. */
export function stageWarnings(
  { plan, sizing }: SizedPlan,
  planned: ExecutionPlan,
  instrument: Instrument,
  { farPercent = '0' }: PlanningOptions,
): readonly string[] {
  const sum = Decimal.of(sizing.quantity);
  const asked = [plan.entry.near, plan.entry.far].map((price) => Decimal.of(price));
  const hasFar = Decimal.of(farPercent).isPositive() && plan.entry.near !== plan.entry.far;
  const isWhole = hasFar && planned.entries.length < 2 && !Decimal.of(farPercent).eq(100);
  return [
    ...planned.entries
      .filter(({ price }) => !asked.some((wanted) => wanted.eq(price)))
      .map(({ price }) => `an entry goes to the grid, ${price}`),
    ...(isWhole
      ? [`${farPercent} % of ${sum.toString()} make no leg of its own: all is entered at one price`]
      : []),
    ...moved('the stop', plan.stop.price, planned.stop),
    ...plan.targets.flatMap(({ price }, leg) => [
      ...moved(`target ${leg + 1}`, price, planned.targets[leg]?.price ?? price),
      ...smallTarget(planned, leg, sum, instrument),
    ]),
  ];
}

const moved = (what: string, from: string, to: string): readonly string[] =>
  Decimal.of(from).eq(to) ? [] : [`${what} at ${from} goes to the grid, ${to}`];

function smallTarget(
  planned: ExecutionPlan,
  leg: number,
  entered: Decimal,
  instrument: Instrument,
): readonly string[] {
  const { minimumQuantity, minimumNotional } = instrument;
  const share = shareOf(planned, leg, entered);
  if (share.isZero()) return [`target ${leg + 1} is less than a step: its share goes to the last`];
  const worth =
    settlementOf(instrument).contract === 'inverse' ? share : share.times(planned.targets[leg]?.price ?? 0);
  const isSmall =
    (minimumQuantity !== undefined && share.lt(minimumQuantity)) ||
    (minimumNotional !== undefined && worth.lt(minimumNotional));
  return isSmall
    ? [
        `target ${leg + 1}, ${share.toString()}, is smaller than an order that opens may be; a venue may refuse it`,
      ]
    : [];
}
