import { createLogger, type LogLevel } from './json-logger.ts';

/** Fields that lines of one stage carry. */
export interface LogContext {
  readonly level?: LogLevel;
  readonly symbol?: string;
  readonly planId?: string;
  readonly runId?: string;
  readonly contextId?: string;
  readonly score?: string;
  readonly durationMs?: number;
  readonly [field: string]: unknown;
}

const methods = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'critical',
} as const;

/** One JSON line on standard error. */
export function logStructured(message: string, { level = 'INFO', ...fields }: LogContext = {}): void {
  createLogger({ level: 'DEBUG' })[methods[level]](message, fields);
}

/** One JSON line about a stage of the pipeline. */
export const logPipelineStage = (stage: string, context: LogContext = {}): void =>
  logStructured(stage, { ...context, stage });
