import type { ConfigIssue } from '@tradewarden/core';
import { type QuietHours, quietHoursProblem, type Route } from '@tradewarden/notify';

/** Where messages go, and in what words. */
export interface NotifySettings {
  readonly routes?: readonly Route[];
  /** A folder with templates, relative to where the program runs. */
  readonly templates?: string;
}

/** Whether a configuration path is one of these rather than a limit. */
export const isNotifyPath = (path: string): boolean => path.startsWith('notify.');

type Check = (value: unknown) => boolean;

const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(check);
const word: Check = (value) => typeof value === 'string' && value !== '';

const parts: Readonly<Record<keyof Route, readonly [Check, expected: string]>> = {
  channels: [listOf(word), 'expected a list of channels, such as ["telegram"]'],
  kinds: [
    listOf(oneOf('signal', 'batch-summary', 'alert', 'order', 'digest')),
    'expected a list of signal, batch-summary, alert, order, digest',
  ],
  severities: [
    listOf(oneOf('info', 'notice', 'warning', 'critical')),
    'expected a list of info, notice, warning, critical',
  ],
  topics: [listOf(word), 'expected a list of events, such as ["kill"]'],
  minimumScore: [
    (value) => typeof value === 'number' && value >= 0 && value <= 100,
    'expected a number from 0 to 100',
  ],
  symbols: [listOf(word), 'expected a list of symbols, such as ["BTC/*"]'],
  mode: [oneOf('on', 'silent', 'digest', 'off'), 'expected on, silent, digest or off'],
  quietHours: [() => true, ''],
  continue: [(value) => typeof value === 'boolean', 'expected true or false'],
};

/** Reads them by path; what cannot be used is reported. */
export function readNotifySettings(
  values: ReadonlyMap<string, unknown>,
  issues: ConfigIssue[],
): NotifySettings {
  const report = (path: string, message: string): void => void issues.push({ path, message });
  for (const path of values.keys())
    if (isNotifyPath(path) && path !== 'notify.routes' && path !== 'notify.templates')
      report(path, 'unknown setting');
  const [routes, templates] = [values.get('notify.routes'), values.get('notify.templates')];
  if (templates !== undefined && !word(templates)) report('notify.templates', 'expected a folder');
  if (routes !== undefined && !Array.isArray(routes)) report('notify.routes', 'expected a list of routes');
  for (const [index, route] of Array.isArray(routes) ? routes.entries() : [])
    readRoute(`notify.routes.${index}`, route, report);
  return {
    ...(Array.isArray(routes) ? { routes: routes as readonly Route[] } : {}),
    ...(typeof templates === 'string' ? { templates } : {}),
  };
}

function readRoute(path: string, route: unknown, report: (path: string, message: string) => void): void {
  if (typeof route !== 'object' || route === null) return report(path, 'expected a route');
  if (!('channels' in route)) report(`${path}.channels`, parts.channels[1]);
  for (const [name, value] of Object.entries(route)) {
    const part = Object.hasOwn(parts, name) ? parts[name as keyof Route] : undefined;
    if (part === undefined) report(`${path}.${name}`, 'unknown setting');
    else if (!part[0](value)) report(`${path}.${name}`, part[1]);
  }
  const { quietHours } = route as { readonly quietHours?: unknown };
  if (quietHours === undefined) return undefined;
  const problem = hoursProblem(quietHours);
  if (problem !== undefined) report(`${path}.quietHours`, problem);
}

function hoursProblem(value: unknown): string | undefined {
  const { zone, from, to, mode = 'silent', ...more } = (value ?? {}) as Partial<QuietHours>;
  const isWhole = [zone, from, to].every(word) && Object.keys(more).length === 0;
  if (!isWhole || !oneOf('silent', 'digest')(mode))
    return 'expected { zone, from, to } and no mode but silent or digest';
  return quietHoursProblem(value as QuietHours);
}
