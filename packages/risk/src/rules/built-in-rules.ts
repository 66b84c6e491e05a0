import {
  cooldown,
  dailyLoss,
  decisionRate,
  drawdown,
  lossStreak,
  repeatedExecution,
  weeklyLoss,
} from '../breakers/breaker-rules.ts';
import { caps } from '../exposure/caps.ts';
import { capRule } from './cap-rules.ts';
import { conflictOpposite, conflictStack } from './conflict.ts';
import { equityPositive } from './equity-positive.ts';
import { leverageRule, leverageTier, liquidationBeforeStop } from './leverage.ts';
import { entryMissed, instrumentKnown, priceCollar } from './market-rules.ts';
import { planFreshness } from './plan-freshness.ts';
import { planInvalidated, planTouched } from './plan-invalidated.ts';
import { planMetrics } from './plan-metrics.ts';
import { planScore } from './plan-score.ts';
import { repeatSignal } from './repeat-signal.ts';
import { rewardToRiskRule } from './reward-to-risk.ts';
import type { BuiltInRule } from './rule.ts';
import { capDominatesRisk, riskPerTrade, sizeMinimum } from './size-rules.ts';
import { sizingFacts } from './sizing-facts.ts';
import { stopDistanceRule } from './stop-distance.ts';
import { stopTicks } from './stop-ticks.ts';

/** Every rule of the gate but the caps. Add one: its file, and a line here; order means nothing. */
export const fixedRules: readonly BuiltInRule[] = [
  capDominatesRisk,
  conflictOpposite,
  conflictStack,
  cooldown,
  dailyLoss,
  decisionRate,
  drawdown,
  entryMissed,
  equityPositive,
  instrumentKnown,
  leverageRule,
  leverageTier,
  liquidationBeforeStop,
  lossStreak,
  planFreshness,
  planInvalidated,
  planMetrics,
  planScore,
  planTouched,
  priceCollar,
  repeatedExecution,
  repeatSignal,
  rewardToRiskRule,
  riskPerTrade,
  sizeMinimum,
  sizingFacts,
  stopDistanceRule,
  stopTicks,
  weeklyLoss,
];

/** Every rule of the gate, caps that are off by default included. */
export const builtInRules: readonly BuiltInRule[] = [...fixedRules, ...caps.map(capRule)];
