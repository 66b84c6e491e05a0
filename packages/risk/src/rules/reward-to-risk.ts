import { blendedNetRewardToRisk } from '@tradewarden/core';
import { costsOf } from '../limits/costs-of.ts';
import { fail, notApplicable, pass, type Rule } from './rule.ts';

/** Reward to risk after fees and slippage, all targets by their percents, from the worst entry; trading.md §4.7. */
export const rewardToRiskRule: Rule = {
  id: 'plan.reward-to-risk',
  severity: 'block',
  needs: [],
  when: 'plan',
  check: ({ plan, limits }) => {
    const minimum = limits.decimal('rewardToRisk.min');
    if (minimum === undefined) return notApplicable('rewardToRisk.min is unlimited');
    const ratio = blendedNetRewardToRisk(plan, costsOf(limits));
    const figures = { observed: ratio.round(4, 'floor').toString(), limit: minimum.toString(), unit: 'R' };
    return ratio.lt(minimum)
      ? fail(
          'REWARD_TO_RISK_TOO_LOW',
          `${figures.observed} R after costs, at least ${figures.limit} wanted`,
          figures,
        )
      : pass('reward to risk is high enough', figures);
  },
};
