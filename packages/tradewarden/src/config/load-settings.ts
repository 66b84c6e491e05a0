import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, type ConfigIssue, Decimal, keyPart } from '@tradewarden/core';
import { limitKeys, resolveLimits } from '@tradewarden/risk';
import type { Terminal } from '../console/terminal.ts';
import { auditPaths, readAuditSettings } from './audit-settings.ts';
import { executionPaths, readExecutionSettings } from './execution-settings.ts';
import { fromEnvironment } from './environment.ts';
import { accountPaths, isGatePath, readGateSettings } from './gate-settings.ts';
import { isNotifyPath, readNotifySettings } from './notify-settings.ts';
import { readConfigFile } from './read-config-file.ts';
import type { Profile, Settings } from './settings.ts';

export interface SettingsRequest {
  readonly terminal: Terminal;
  readonly file: string | undefined;
  /** From the command line, by configuration path; wins over everything. */
  readonly overrides: Readonly<Record<string, string>>;
}

export const defaultStore = 'sqlite:./tradewarden.db';
const plain = ['account', 'balance', 'equitySource', 'profile', 'store', 'logLevel', 'venue', 'killFlag'];
/** Files, which a configuration names from where it is, and everybody else from the working directory. */
const files = ['venue', 'killFlag'];
const equitySources = ['configuration', 'venue'] as const;
const profiles: readonly Profile[] = ['conservative', 'balanced', 'aggressive'];
const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/** Defaults, file, environment (`.env` below the real one), command line. @throws {ConfigError} every problem at once. */
export async function loadSettings({ terminal, file, overrides }: SettingsRequest): Promise<Settings> {
  const { path, content } = await readConfigFile(terminal.directory, file);
  const values = new Map<string, unknown>(flattened(content));
  for (const key of files) {
    const value = values.get(key);
    if (path !== undefined && typeof value === 'string') values.set(key, resolve(dirname(path), value));
  }
  const environment = environmentOf(terminal);
  for (const [key, value] of fromEnvironment(
    [...plain, ...accountPaths, ...auditPaths, ...executionPaths, ...limitKeys],
    environment,
  ))
    values.set(key, value);
  for (const [key, value] of Object.entries(overrides)) values.set(key, value);
  const issues: ConfigIssue[] = [];
  const limits: Record<string, string | number> = {};
  for (const [key, value] of values) {
    if (plain.includes(key) || isGatePath(key) || isNotifyPath(key)) continue;
    if (auditPaths.includes(key) || executionPaths.includes(key)) continue;
    if (!limitKeys.includes(key)) issues.push({ path: key, message: 'unknown setting' });
    else if (typeof value === 'string' || typeof value === 'number') limits[key] = value;
    else issues.push({ path: key, message: "expected a number or 'unlimited'" });
  }
  const settings: Settings = {
    account: textOf(values, 'account', 'main', issues),
    balance: textOf(values, 'balance', '10000', issues),
    equitySource: oneOf(values, 'equitySource', equitySources, 'configuration', issues),
    profile: oneOf(values, 'profile', profiles, 'balanced', issues),
    store: textOf(values, 'store', defaultStore, issues),
    logLevel: oneOf(values, 'logLevel', levels, 'INFO', issues),
    limits,
    gate: readGateSettings(values, issues),
    audit: readAuditSettings(values, issues),
    execution: readExecutionSettings(values, issues),
    notify: readNotifySettings(values, issues),
    venue: fileOf(values, 'venue', terminal.directory, issues),
    killFlag: fileOf(values, 'killFlag', terminal.directory, issues),
  };
  if (Decimal.tryParse(settings.balance) === undefined)
    issues.push({ path: 'balance', message: 'not a number' });
  if (!/^[\x21-\x7e]{1,60}$/.test(settings.account))
    issues.push({ path: 'account', message: 'expected 1 to 60 printable characters without spaces' });
  else if (keyPart(settings.account).length > 60)
    issues.push({
      path: 'account',
      message: 'longer than 60 characters, where a sign such as / counts three',
    });
  try {
    resolveLimits(settings.profile, limits);
  } catch (error) {
    if (!ConfigError.isInstance(error)) throw error;
    issues.push(...error.issues);
  }
  if (issues.length > 0) throw new ConfigError(path ?? 'the environment or command line', issues);
  return settings;
}

/** Nested objects to dotted paths; lists and other values stay as they are. */
function flattened(content: unknown, prefix = ''): readonly (readonly [string, unknown])[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return [[prefix, content]];
  return Object.entries(content).flatMap(([key, value]) =>
    flattened(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** The real environment, and below it what `.env` says. */
export const environmentOf = ({
  directory,
  environment,
}: Pick<Terminal, 'directory' | 'environment'>): Terminal['environment'] => ({
  ...dotEnv(directory),
  ...environment,
});

function dotEnv(directory: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(join(directory, '.env'), 'utf8'));
  } catch {
    return {};
  }
}

function textOf(
  values: ReadonlyMap<string, unknown>,
  key: string,
  fallback: string,
  issues: ConfigIssue[],
): string {
  const value = values.get(key) ?? fallback;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  issues.push({ path: key, message: 'expected text' });
  return fallback;
}

/** An absolute path; `undefined` when nothing names one. */
function fileOf(
  values: ReadonlyMap<string, unknown>,
  key: string,
  directory: string,
  issues: ConfigIssue[],
): string | undefined {
  const value = values.get(key);
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return resolve(directory, value);
  issues.push({ path: key, message: 'expected the path of a file' });
  return undefined;
}

function oneOf<T extends string>(
  values: ReadonlyMap<string, unknown>,
  key: string,
  allowed: readonly T[],
  fallback: T,
  issues: ConfigIssue[],
): T {
  const value = values.get(key) ?? fallback;
  const found = allowed.find((choice) => choice === value);
  if (found === undefined) issues.push({ path: key, message: `expected one of ${allowed.join(', ')}` });
  return found ?? fallback;
}
