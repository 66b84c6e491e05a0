import { settlementOf } from '@tradewarden/core';
import { instrumentOf } from '../sizing/instrument-of.ts';
import { blendedReward } from '../sizing/reward-to-risk.ts';
import { costsOf } from '../limits/costs-of.ts';
import { fail, notApplicable, pass, type BuiltInRule } from './rule.ts';

/** Reward to risk after fees and slippage, all targets by their percents, from the worst entry; trading.md §4.7. */
export const rewardToRiskRule: BuiltInRule = {
  id: 'plan.reward-to-risk',
  severity: 'block',
  needs: [],
  when: 'plan',
  codes: ['REWARD_TO_RISK_TOO_LOW'],
  purpose: 'Reward to risk after costs reaches rewardToRisk.min.',
  check: ({ plan, facts, limits }) => {
    const minimum = limits.decimal('rewardToRisk.min');
    if (minimum === undefined) return notApplicable('rewardToRisk.min is unlimited');
    const ratio = blendedReward(plan, costsOf(limits), settlementOf(instrumentOf(plan, facts)).contract);
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
