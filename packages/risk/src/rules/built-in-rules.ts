import { capRules } from './cap-rules.ts';
import { conflictOpposite, conflictStack } from './conflict.ts';
import { equityPositive } from './equity-positive.ts';
import { leverageRule } from './leverage.ts';
import { instrumentKnown, priceCollar } from './market-rules.ts';
import { planFreshness } from './plan-freshness.ts';
import { planMetrics } from './plan-metrics.ts';
import { planScore } from './plan-score.ts';
import { positionsMax } from './positions-max.ts';
import { repeatSignal } from './repeat-signal.ts';
import { rewardToRiskRule } from './reward-to-risk.ts';
import type { Rule } from './rule.ts';
import { capDominatesRisk, riskPerTrade, sizeMinimum } from './size-rules.ts';
import { stopDistanceRule } from './stop-distance.ts';

/** Every rule of the gate. Add one: its file, and a line here; order means nothing. */
export const builtInRules: readonly Rule[] = [
  ...capRules,
  capDominatesRisk,
  conflictOpposite,
  conflictStack,
  equityPositive,
  instrumentKnown,
  leverageRule,
  planFreshness,
  planMetrics,
  planScore,
  positionsMax,
  priceCollar,
  repeatSignal,
  rewardToRiskRule,
  riskPerTrade,
  sizeMinimum,
  stopDistanceRule,
];
