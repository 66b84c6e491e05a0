export { Analytics, type AnalyticsOptions, type ResultTotals } from './analytics/analytics.ts';
export { countEvents, type Counters } from './analytics/counters.ts';
export type { HitRate } from './analytics/hit-rate.ts';
export { type Outcome, outcomeOf } from './analytics/outcome-of.ts';
export {
  createLogger,
  type LoggerOptions,
  type LogLevel,
  type StructuredLogger,
} from './logs/json-logger.ts';
export { type LogContext, logPipelineStage, logStructured } from './logs/structured.ts';
export { telemetry } from './plugin.ts';
