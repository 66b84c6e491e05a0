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
export type { EquityInput, MarketInput } from './gate-facts.ts';
export { balancedLimits, limitKeys } from './limits/limit-table.ts';
export { type LimitOverrides, Limits, type Profile, resolveLimits } from './limits/limits.ts';
export { risk } from './plugin.ts';
export { riskGate, type RiskGateOptions } from './risk-gate.ts';
export { builtInRules } from './rules/built-in-rules.ts';
export {
  fail,
  type FactReader,
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
export { type PositionSize, sizePosition, type SizeRequest } from './sizing/size-position.ts';
