import { ConfigError, type ConfigIssue, Decimal } from '@tradewarden/core';
import { isTimeZone } from '../breakers/trading-day.ts';
import { LimitMissingError } from './limit-missing-error.ts';
import { rangeProblem } from './limit-ranges.ts';
import { balancedLimits, limitKeys, limitWords, scaledLimits } from './limit-table.ts';

export type Profile = 'conservative' | 'balanced' | 'aggressive';
export type LimitOverrides = Readonly<Record<string, string | number>>;

const factors: Readonly<Record<Profile, string>> = { conservative: '0.5', balanced: '1', aggressive: '2' };

/** The limits in force, complete: every key has a value. */
export class Limits {
  readonly #values: ReadonlyMap<string, string>;
  readonly #numbers = new Map<string, Decimal>();

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** `undefined` when unlimited. @throws {LimitMissingError} nobody set it. */
  decimal(key: string): Decimal | undefined {
    return this.word(key) === 'unlimited' ? undefined : this.number(key);
  }

  /** Of a limit that is always a number. @throws {LimitMissingError} nobody set it. */
  number(key: string): Decimal {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = Decimal.of(this.word(key), key);
    this.#numbers.set(key, number);
    return number;
  }

  /** @throws {LimitMissingError} nobody set it. */
  word(key: string): string {
    const value = this.#values.get(key);
    if (value === undefined) throw new LimitMissingError(key);
    return value;
  }

  /** For the configuration hash and for people. */
  entries(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#values);
  }
}

/**
 * A profile with explicit values on top, which win. `own` are the keys of your own rules and caps: each must be given.
 * @throws {ConfigError} every issue at once.
 */
export function resolveLimits(
  profile: Profile = 'balanced',
  overrides: LimitOverrides = {},
  own: readonly string[] = [],
): Limits {
  const issues: ConfigIssue[] = [];
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries<string>(balancedLimits)) {
    values.set(key, scaledLimits.has(key) ? Decimal.of(value).times(factors[profile]).toString() : value);
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (!limitKeys.includes(key) && !own.includes(key)) {
      issues.push({ path: key, message: `unknown limit; known are ${[...limitKeys, ...own].join(', ')}` });
      continue;
    }
    const message = problemOf(key, value);
    if (message === undefined) values.set(key, Decimal.tryParse(value)?.toString() ?? String(value));
    else issues.push({ path: key, message });
  }
  const missing = own.filter((key) => !Object.hasOwn(overrides, key));
  if (values.get('sizing.model') === 'fixed-amount' && values.get('sizing.amount') === 'unlimited')
    missing.push('sizing.amount');
  for (const key of missing)
    issues.push({ path: key, message: `LIMIT_MISSING: ${new LimitMissingError(key).message}` });
  if (issues.length > 0) throw new ConfigError('limits', issues);
  return new Limits(values);
}

function problemOf(key: string, value: string | number): string | undefined {
  if (key === 'loss.zone')
    return isTimeZone(String(value)) ? undefined : 'expected a time zone such as Europe/Berlin';
  const words = limitWords[key];
  if (words === undefined) return rangeProblem(key, value);
  return words.includes(String(value)) ? undefined : `expected ${words.join(' or ')}`;
}
