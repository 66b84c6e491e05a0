export interface DecisionCodeText {
  readonly sentence: string;
  readonly remedy: string;
}

export type BuiltInCode =
  | 'ASSET_EXPOSURE_EXCEEDED'
  | 'CAP_DOMINATES_RISK'
  | 'CAP_EXCEEDED'
  | 'CONFLICT_OPPOSITE'
  | 'CONFLICT_STACK'
  | 'COOLDOWN_ACTIVE'
  | 'DAILY_LOSS_LIMIT'
  | 'DATA_STALE'
  | 'DATA_UNKNOWN'
  | 'DRAWDOWN_LIMIT'
  | 'DUPLICATE_SIGNAL'
  | 'ENTRY_MISSED'
  | 'EQUITY_NOT_POSITIVE'
  | 'FACT_TIMEOUT'
  | 'INVALID_NUMBER'
  | 'LEVERAGE_EXCEEDED'
  | 'LIMIT_MISSING'
  | 'LIQUIDATION_BEFORE_STOP'
  | 'LOSS_STREAK'
  | 'MARGIN_INSUFFICIENT'
  | 'PLAN_FROM_FUTURE'
  | 'PLAN_GEOMETRY'
  | 'PLAN_INVALIDATED'
  | 'PLAN_INCOMPLETE'
  | 'PLAN_IN_FLIGHT'
  | 'PLAN_METRIC_MISMATCH'
  | 'PLAN_STALE'
  | 'PRICE_COLLAR'
  | 'RATE_LIMIT'
  | 'REPEATED_EXECUTION_LIMIT'
  | 'REWARD_TO_RISK_TOO_LOW'
  | 'RISK_PER_TRADE_EXCEEDED'
  | 'RULE_ERROR'
  | 'SCORE_TOO_LOW'
  | 'SIZE_BELOW_MINIMUM'
  | 'STATE_CANCEL_ONLY'
  | 'STATE_HALTED'
  | 'STATE_RECONCILING'
  | 'STATE_REDUCING'
  | 'STOP_TOO_CLOSE'
  | 'STOP_TOO_FAR'
  | 'TOO_MANY_POSITIONS'
  | 'TOTAL_EXPOSURE_EXCEEDED'
  | 'WEEKLY_LOSS_LIMIT';

/** Every built-in code of a rule. Never renamed, never reused; docs/rejection-codes.md is made from this table. */
export const decisionCodes: Readonly<Record<BuiltInCode, DecisionCodeText>> = {
  ASSET_EXPOSURE_EXCEEDED: {
    sentence: 'The symbol has no free capacity, or less than the plan asked for.',
    remedy: 'Wait for a position to close, or raise exposure.asset.',
  },
  CAP_DOMINATES_RISK: {
    sentence: 'A cap makes the configured risk per trade unreachable for this stop.',
    remedy: 'Raise the cap, or read risk.perTrade as an upper bound only.',
  },
  CAP_EXCEEDED: {
    sentence:
      'A cap has no free capacity, or less than the plan asked for; the message names its measure and scope.',
    remedy: 'Wait for a position to close, or raise the limit that the rule is named after.',
  },
  CONFLICT_OPPOSITE: {
    sentence: 'A live reservation holds the other side of this symbol.',
    remedy: 'Close or let expire what is held, then send the plan again with a higher revision.',
  },
  CONFLICT_STACK: {
    sentence: 'A live reservation holds the same side of this symbol, and stacking is off.',
    remedy: "Set conflict.stack to 'allow', or wait.",
  },
  COOLDOWN_ACTIVE: {
    sentence: 'Something of the plan closed badly a short while ago, and is cooling down.',
    remedy: 'Wait until the moment that the message names, or shorten the cooldown limits.',
  },
  DAILY_LOSS_LIMIT: {
    sentence: 'The account has lost as much as it may lose in a day.',
    remedy: 'Wait for the next day in loss.zone; when it is latched, release it by resume.',
  },
  DRAWDOWN_LIMIT: {
    sentence: 'The account is worth too much less than it was at its highest.',
    remedy: 'Find out why; when it is latched, release it by resume with a reason.',
  },
  LOSS_STREAK: {
    sentence: 'Too many positions in a row were closed with a loss.',
    remedy: 'Find out why; when it is latched, release it by resume.',
  },
  RATE_LIMIT: {
    sentence: 'Too many plans were approved in this minute.',
    remedy: 'Wait for the next minute, send fewer plans, or raise rate.decisionsPerMinute.',
  },
  REPEATED_EXECUTION_LIMIT: {
    sentence: 'The source was approved as often as it may be until somebody enables it by hand.',
    remedy: 'Look at what the source does, then release its latch by resume.',
  },
  WEEKLY_LOSS_LIMIT: {
    sentence: 'The account has lost as much as it may lose in a week.',
    remedy: 'Wait for the next week in loss.zone; when it is latched, release it by resume.',
  },
  DATA_STALE: {
    sentence: 'A fact that the rule needs is older than allowed, or dated as far after now.',
    remedy: 'Check the source that the message names.',
  },
  DATA_UNKNOWN: {
    sentence: 'A fact that the rule needs could not be had.',
    remedy: "Check the source that the message names, or declare it absent (market: 'none').",
  },
  DUPLICATE_SIGNAL: {
    sentence: 'The same symbol and direction was approved within the double-fire window.',
    remedy: 'Nothing to do; later signals pass when the window is over.',
  },
  ENTRY_MISSED: {
    sentence: 'The market has left the entry zone towards the targets.',
    remedy: 'Nothing to do; send plans sooner, or raise entry.maxDrift.',
  },
  EQUITY_NOT_POSITIVE: {
    sentence: 'The equity is zero or negative, so there is nothing to size from.',
    remedy: 'Fund the account, or set DEFAULT_ACCOUNT_BALANCE.',
  },
  FACT_TIMEOUT: {
    sentence: 'A fact that the rule needs did not arrive before its deadline.',
    remedy: 'Check the source that the message names, or raise its deadline.',
  },
  INVALID_NUMBER: {
    sentence: 'A value is not an exact, finite decimal in range.',
    remedy: 'Mend the paths that the message lists.',
  },
  LEVERAGE_EXCEEDED: {
    sentence: 'The plan asks for more leverage than allowed.',
    remedy: 'Lower the leverage of the plan, or raise leverage.max.',
  },
  LIMIT_MISSING: {
    sentence: 'A rule asks for a limit that nobody set.',
    remedy: "Give the limit that the message names a number or 'unlimited'.",
  },
  LIQUIDATION_BEFORE_STOP: {
    sentence: 'The position would be liquidated before its stop, or too near to it.',
    remedy: 'Lower the leverage to what the message names, or use a tighter stop.',
  },
  MARGIN_INSUFFICIENT: {
    sentence: 'The account has not enough free margin, or less than the plan asked for.',
    remedy: 'Wait for a position to close, raise margin.total, or raise the leverage of the plan.',
  },
  PLAN_GEOMETRY: {
    sentence: 'Stop, entry zone and targets are not in order for the direction.',
    remedy: 'Mend the paths that the message lists.',
  },
  PLAN_INVALIDATED: {
    sentence: 'The stop or the first target was touched before the plan was entered.',
    remedy: 'Nothing to do: the idea of the plan is over.',
  },
  PLAN_FROM_FUTURE: {
    sentence: 'The plan says it was created later than now.',
    remedy: 'Check the clock of the scanner, and the time zone of its stamps.',
  },
  PLAN_IN_FLIGHT: {
    sentence: 'An earlier revision of this plan already has an order.',
    remedy: 'Close or cancel the earlier revision first.',
  },
  PLAN_INCOMPLETE: {
    sentence: 'Fields are missing, unknown or of the wrong kind.',
    remedy: 'Mend the paths that the message lists.',
  },
  PLAN_METRIC_MISMATCH: {
    sentence: 'A ratio that the plan states differs from its own prices by more than 2 %.',
    remedy: 'Trust the recomputed figure; mend the scanner.',
  },
  PLAN_STALE: {
    sentence: 'The last moment to enter has passed.',
    remedy: 'Send plans sooner, or with a later expiresAt.',
  },
  PRICE_COLLAR: {
    sentence: 'The entry is further from the market than the collar allows.',
    remedy: 'Check the prices of the plan, or widen the collar.',
  },
  REWARD_TO_RISK_TOO_LOW: {
    sentence: 'Reward to risk after costs is below the minimum.',
    remedy: 'Use nearer stops or further targets, or lower rewardToRisk.min.',
  },
  RISK_PER_TRADE_EXCEEDED: {
    sentence: 'The loss at the stop after costs is above the risk per trade.',
    remedy: 'This guards the sizer; report it.',
  },
  RULE_ERROR: {
    sentence: 'A rule failed while it was evaluated.',
    remedy: 'Mend the rule that the message names.',
  },
  SCORE_TOO_LOW: {
    sentence: 'The score is below the minimum, or absent.',
    remedy: 'Send better plans, or lower score.min.',
  },
  SIZE_BELOW_MINIMUM: {
    sentence: 'What the budget and the caps leave is smaller than can be traded.',
    remedy: 'Free capacity, raise the budget, or trade an instrument with a lower minimum.',
  },
  STATE_CANCEL_ONLY: {
    sentence: 'Trading is latched so that orders may be cancelled, and nothing may be entered.',
    remedy: 'See the open causes that the message names; resume when they are settled.',
  },
  STATE_HALTED: {
    sentence: 'Trading is halted.',
    remedy: 'See the open causes that the message names; resume when they are settled.',
  },
  STATE_RECONCILING: {
    sentence: 'What the venue holds has not been compared with the ledger yet.',
    remedy: 'Wait until the reconciliation has succeeded, or see why it does not.',
  },
  STATE_REDUCING: {
    sentence: 'Trading is latched so that positions may be reduced, and nothing may be entered.',
    remedy: 'See the open causes that the message names; resume when they are settled.',
  },
  STOP_TOO_CLOSE: {
    sentence: 'The stop is nearer to the entry than allowed.',
    remedy: 'Use a wider stop, or lower stop.min.',
  },
  STOP_TOO_FAR: {
    sentence: 'The stop is further from the entry than allowed.',
    remedy: 'Use a tighter stop, or raise stop.max.',
  },
  TOO_MANY_POSITIONS: {
    sentence: 'The largest number of positions is already held or reserved.',
    remedy: 'Wait for a position to close, or raise positions.max.',
  },
  TOTAL_EXPOSURE_EXCEEDED: {
    sentence: 'The portfolio has no free capacity, or less than the plan asked for.',
    remedy: 'Wait for a position to close, or raise exposure.total.',
  },
};

/** Built in, or `vendor/CODE` of a user's own rule. */
export type RuleCode = BuiltInCode | `${string}/${string}`;
