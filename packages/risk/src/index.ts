export {
  type AuditExport,
  AuditLogger,
  type AuditLoggerOptions,
  type DecisionNote,
} from './audit/audit-logger.ts';
export type { AuditPeriod } from './audit/audit-entries.ts';
export type { AuditSummary, StateChange } from './audit/audit-summary.ts';
export {
  checkForConflicts,
  type CheckIssue,
  type CheckResult,
  enforceMaxLeverage,
  validateRiskParameters,
  validateTradePlanCompleteness,
} from './compliance-checks.ts';
export {
  type CapacityAnswer,
  ExposureManager,
  type ExposureManagerOptions,
} from './exposure/exposure-manager.ts';
export {
  type ExternalPosition,
  ExternalPositions,
  type ExternalPositionsOptions,
} from './exposure/external-positions.ts';
export type { PositionDetails } from './exposure/position-amounts.ts';
export { breakerKeeper, type BreakerKeeperOptions } from './breakers/breaker-keeper.ts';
export { type BreakerReport, breakerReport } from './breakers/breaker-report.ts';
export { type EquityObservation, EquityWatch, type EquityWatchOptions } from './breakers/equity-watch.ts';
export { outcomeGuard, type OutcomeGuardOptions } from './breakers/outcome-guard.ts';
export type { Cooldown } from './breakers/outcome-state.ts';
export type { OwnCap, ScopeKind } from './exposure/caps.ts';
export type { Grouping } from './exposure/grouping.ts';
export type { RiskGateOptions } from './gate-configuration.ts';
export { gateOfPolicy } from './gate-of-policy.ts';
export type { EquityInput, MarketInput, RatesInput } from './gate-facts.ts';
export { balancedLimits, limitKeys } from './limits/limit-table.ts';
export { type LimitFinding, lintLimits } from './limits/lint-limits.ts';
export { type LimitOverrides, Limits, type Profile, resolveLimits } from './limits/limits.ts';
export { risk } from './plugin.ts';
export { riskGate } from './risk-gate.ts';
export { builtInRules } from './rules/built-in-rules.ts';
export {
  fail,
  type FactReader,
  indeterminate,
  notApplicable,
  pass,
  type Rule,
  type RuleInput,
  type RuleOutcome,
} from './rules/rule.ts';
export {
  adjustForVolatility,
  calculatePositionSize,
  validatePositionConstraints,
} from './sizing/original-sizing.ts';
export type { EntryLeg } from './sizing/entry-legs.ts';
export { kellyFraction, type TradeRecord } from './sizing/kelly.ts';
export { type LeveragedPosition, liquidationPrice, maximumSafeLeverage } from './sizing/liquidation.ts';
export type { Multipliers } from './sizing/multipliers.ts';
export { type PositionSize, sizePosition, type SizeRequest } from './sizing/size-position.ts';
export { wilderAtr } from './sizing/wilder-atr.ts';
export { whatIf, type WhatIfOptions } from './what-if/what-if.ts';
export type {
  GivenOut,
  NotCompared,
  RuleCount,
  WhatIfExample,
  WhatIfGap,
  WhatIfReport,
  WhatIfSide,
} from './what-if/what-if-report.ts';
