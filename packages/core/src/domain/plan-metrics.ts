import { Decimal } from './decimal.ts';
import type { Target, TradePlan } from './trade-plan.ts';

/** Fractions of the traded value. */
export interface Costs {
  readonly entryFee: Decimal;
  readonly exitFee: Decimal;
  /** Assumed slippage of a stop, as a fraction of its price. */
  readonly stopSlippage: Decimal;
}

type PlanPrices = Pick<TradePlan, 'direction' | 'entry' | 'stop' | 'targets'>;

/** The edge of the zone that loses most at the stop. */
export const worstEntry = (plan: PlanPrices): Decimal => Decimal.of(plan.entry.near);

/** `value` for a long, its negation for a short. */
export const signed = (plan: Pick<TradePlan, 'direction'>, value: Decimal): Decimal =>
  plan.direction === 'LONG' ? value : value.negated();

/** Entry to stop, positive; trading.md §4.1. */
export const stopDistance = (plan: PlanPrices, entry: Decimal = worstEntry(plan)): Decimal =>
  signed(plan, entry.minus(plan.stop.price));

/** Stop distance as a fraction of the entry. */
export const stopFraction = (plan: PlanPrices, entry: Decimal = worstEntry(plan)): Decimal =>
  stopDistance(plan, entry).dividedBy(entry);

/** Where a stop is assumed to fill: the trigger worsened by slippage; trading.md §4.2. */
export const stressedStop = (plan: PlanPrices, costs: Costs): Decimal => {
  const slip = signed(plan, costs.stopSlippage);
  return Decimal.of(plan.stop.price).times(Decimal.one.minus(slip));
};

/** Loss of one unit at the stop with both fees and slippage; linear contracts, trading.md §4.2. */
export function unitRisk(plan: PlanPrices, costs: Costs, entry: Decimal = worstEntry(plan)): Decimal {
  const exit = stressedStop(plan, costs);
  return signed(plan, entry.minus(exit)).plus(costs.entryFee.times(entry)).plus(costs.exitFee.times(exit));
}

/** Planned reward to risk of one target before costs; trading.md §4.7. */
export const grossRewardToRisk = (
  plan: PlanPrices,
  target: Target,
  entry: Decimal = worstEntry(plan),
): Decimal => signed(plan, Decimal.of(target.price).minus(entry)).dividedBy(stopDistance(plan, entry));

/** The same after fees and stop slippage; trading.md §4.7. */
export function netRewardToRisk(
  plan: PlanPrices,
  target: Target,
  costs: Costs,
  entry: Decimal = worstEntry(plan),
): Decimal {
  const gain = signed(plan, Decimal.of(target.price).minus(entry))
    .minus(costs.entryFee.times(entry))
    .minus(costs.exitFee.times(target.price));
  return gain.dividedBy(unitRisk(plan, costs, entry));
}

/** All targets by their percents, after costs. */
export const blendedNetRewardToRisk = (plan: PlanPrices, costs: Costs): Decimal =>
  plan.targets.reduce(
    (sum, target) => sum.plus(netRewardToRisk(plan, target, costs).times(target.percent).dividedBy(100)),
    Decimal.zero,
  );

export interface MetricMismatch {
  readonly path: string;
  readonly claimed: string;
  readonly derived: string;
}

/** Claimed ratios that differ from the prices by more than 2 % of the derived value. */
export function metricMismatches(plan: TradePlan): readonly MetricMismatch[] {
  const claimed: (readonly [path: string, claim: string, derived: Decimal])[] = [];
  for (const [index, claim] of (plan.claims?.rewardToRisk ?? []).entries()) {
    const target = plan.targets[index];
    if (target !== undefined)
      claimed.push([`claims.rewardToRisk[${index}]`, claim, grossRewardToRisk(plan, target)]);
  }
  if (plan.claims?.stopPercent !== undefined) {
    claimed.push(['claims.stopPercent', plan.claims.stopPercent, stopFraction(plan).times(100)]);
  }
  return claimed
    .filter(([, claim, derived]) => Decimal.of(claim).abs().minus(derived).abs().gt(derived.times('0.02')))
    .map(([path, claim, derived]) => ({
      path,
      claimed: claim,
      derived: derived.round(4, 'half-even').toString(),
    }));
}
