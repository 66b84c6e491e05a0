import {
  type Costs,
  Decimal,
  grossRewardToRisk,
  netRewardToRisk,
  signed,
  type Target,
  type TradePlan,
  worstEntry,
} from '@tradewarden/core';
import { inverseRisk } from './unit-amounts.ts';

export interface RewardToRisk {
  readonly gross: Decimal;
  readonly net: Decimal;
}

/**
 * Reward to risk of one target from the worst entry; trading.md §4.7. An inverse contract is counted in coin, where a
 * rise is worth less and a fall costs more than the prices say.
 */
export function rewardToRisk(
  plan: TradePlan,
  target: Target,
  costs: Costs,
  contract: 'linear' | 'inverse',
): RewardToRisk {
  if (contract === 'linear')
    return { gross: grossRewardToRisk(plan, target), net: netRewardToRisk(plan, target, costs) };
  const coins = (price: Decimal): Decimal => Decimal.one.dividedBy(price);
  const [entry, exit, stop] = [worstEntry(plan), Decimal.of(target.price), Decimal.of(plan.stop.price)];
  const gain = signed(plan, coins(entry).minus(coins(exit)));
  const fees = costs.entryFee.times(coins(entry)).plus(costs.exitFee.times(coins(exit)));
  return {
    gross: gain.dividedBy(signed(plan, coins(stop).minus(coins(entry)))),
    net: gain.minus(fees).dividedBy(inverseRisk(plan, costs, entry)),
  };
}

/** All targets by their percents, after costs. */
export const blendedReward = (plan: TradePlan, costs: Costs, contract: 'linear' | 'inverse'): Decimal =>
  plan.targets.reduce(
    (sum, target) =>
      sum.plus(rewardToRisk(plan, target, costs, contract).net.times(target.percent).dividedBy(100)),
    Decimal.zero,
  );
