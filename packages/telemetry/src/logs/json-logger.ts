import { type LogFields, type Logger, Secret } from '@tradewarden/core';
import { pino } from 'pino';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

export interface LoggerOptions {
  /** Default `INFO`. */
  readonly level?: LogLevel;
  /** Where a line goes, with its newline; default standard error. */
  readonly write?: (line: string) => void;
  /** Epoch ms of a line; default the machine's. */
  readonly now?: () => number;
}

export interface StructuredLogger extends Logger {
  critical(message: string, fields?: LogFields): void;
}

const pinoLevels = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
} as const;
const names: Readonly<Record<string, LogLevel>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/** One JSON line per call: `timestamp`, `level`, `message`, then the fields. Secrets print as `[secret]`. */
export function createLogger(options: LoggerOptions = {}): StructuredLogger {
  const { level = 'INFO', now } = options;
  const write = options.write ?? ((line: string): void => void process.stderr.write(line));
  const timestamp =
    now === undefined
      ? pino.stdTimeFunctions.isoTime
      : () => `,"timestamp":"${new Date(now()).toISOString()}"`;
  const lines = pino(
    {
      level: pinoLevels[level],
      base: null,
      messageKey: 'message',
      timestamp: now === undefined ? () => timestamp().replace('"time"', '"timestamp"') : timestamp,
      formatters: { level: (label) => ({ level: names[label] ?? label }) },
    },
    { write },
  );
  const log =
    (method: 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (message: string, fields: LogFields = {}): void =>
      lines[method](safe(fields), message);
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    critical: log('fatal'),
  };
}

/** Errors by what they say, never by what they carry: foreign errors hold requests, and requests hold tokens. */
function safe(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([key, value]) => {
    if (value instanceof Secret) return [key, value.toString()] as const;
    if (value instanceof Error) return [key, { name: value.name, message: value.message }] as const;
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}
