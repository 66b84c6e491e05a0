import { type AccountUnit, accountUnit, ConfigError, type ConfigIssue, Decimal } from '@tradewarden/core';
import type { RiskGateOptions } from '@tradewarden/risk';
import { UsageError } from '../console/usage-error.ts';
import type { Settings } from './settings.ts';
import type { OpenedVenue } from './venue-module.ts';

/** What the gate needs beside limits: other currencies, and what belongs together. */
export interface GateSettings extends AccountUnit {
  /** Account currency for one unit of each other currency. */
  readonly fx: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly aliases: Readonly<Record<string, string>>;
}

/** What an account is counted in; text where it comes from the environment. */
export const accountPaths: readonly string[] = ['currency', 'unitPlaces'];

const sections = ['fx.', 'groups.', 'aliases.'];

/** Whether a configuration path is one of these rather than a limit. */
export const isGatePath = (path: string): boolean =>
  accountPaths.includes(path) || sections.some((section) => path.startsWith(section));

/** Reads them by path; what cannot be used is reported. */
export function readGateSettings(values: ReadonlyMap<string, unknown>, issues: ConfigIssue[]): GateSettings {
  const report = (path: string, message: string): undefined => {
    issues.push({ path, message });
    return undefined;
  };
  const section = <T>(
    name: string,
    read: (value: unknown, path: string) => T | undefined,
  ): Record<string, T> => {
    const found: [string, T][] = [];
    for (const [path, value] of values) {
      if (!path.startsWith(`${name}.`)) continue;
      const entry = read(value, path);
      if (entry !== undefined) found.push([path.slice(name.length + 1), entry]);
    }
    return Object.fromEntries(found);
  };
  const given = values.get('currency') ?? 'USDT';
  const currency = typeof given === 'string' ? given : '';
  if (!/^[A-Z0-9]{2,12}$/.test(currency)) report('currency', 'expected a currency such as USDT');
  return {
    ...unitOf(currency, values.get('unitPlaces'), issues),
    fx: section('fx', (value, path) => {
      const rate = Decimal.tryParse(value);
      return rate?.isPositive() === true ? rate.toString() : report(path, 'expected a rate above zero');
    }),
    groups: section('groups', (value, path) => {
      const members = typeof value === 'string' ? value.split(',') : value;
      return Array.isArray(members) && members.length > 0 && members.every((one) => typeof one === 'string')
        ? members
        : report(path, 'expected a list of symbols or base assets');
    }),
    aliases: section('aliases', (value, path) =>
      typeof value === 'string' ? value : report(path, 'expected the name of an asset'),
    ),
  };
}

function unitOf(currency: string, given: unknown, issues: ConfigIssue[]): AccountUnit {
  if (given === undefined) return accountUnit(currency);
  const places = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  try {
    return accountUnit(currency, places as number);
  } catch (error) {
    if (!ConfigError.isInstance(error)) throw error;
    issues.push(...error.issues);
    return accountUnit(currency);
  }
}

/**
 * The options of the gate that `run`, `serve` and `check` decide by: the same, or a check would lie. `venue`: the one that
 * the orders are for, whose steps a size is on.
 * @throws {UsageError} the equity is to come from a venue, and there is none that tells it.
 */
export function gateOptionsOf(
  { balance, equitySource, profile, limits, gate }: Settings,
  venue: Pick<OpenedVenue, 'market' | 'equity'> | undefined,
): RiskGateOptions {
  const equity = equitySource === 'venue' ? venue?.equity : balance;
  if (equity === undefined)
    throw new UsageError(
      'equitySource venue: there is no venue here that tells the equity; demo has one, and so may the module of paper trading',
    );
  return { equity, market: venue?.market ?? 'none', profile, limits, ...gate };
}
