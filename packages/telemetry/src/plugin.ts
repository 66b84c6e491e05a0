import { LOGGER, type Plugin } from '@tradewarden/core';
import { createLogger, type LoggerOptions } from './logs/json-logger.ts';

/** Structured logs for everything in the app. */
export const telemetry = (options: LoggerOptions = {}): Plugin => ({
  name: 'telemetry',
  version: '0.1.0',
  register: (registry) => registry.bind(LOGGER).to(() => createLogger(options)),
});
