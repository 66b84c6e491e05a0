import { ConfigError, type ConfigIssue, Decimal } from '@tradewarden/core';
import { balancedLimits, limitKeys, limitWords, requiredNumbers, scaledLimits } from './limit-table.ts';

export type Profile = 'conservative' | 'balanced' | 'aggressive';
export type LimitOverrides = Readonly<Record<string, string | number>>;

const factors: Readonly<Record<Profile, string>> = { conservative: '0.5', balanced: '1', aggressive: '2' };

/** The limits in force, complete: every key has a value. */
export class Limits {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** `undefined` when unlimited. */
  decimal(key: string): Decimal | undefined {
    const text = this.word(key);
    return text === 'unlimited' ? undefined : Decimal.of(text, key);
  }

  /** Of a limit that is always a number. */
  number(key: string): Decimal {
    return Decimal.of(this.word(key), key);
  }

  word(key: string): string {
    const value = this.#values.get(key);
    if (value === undefined) throw new ConfigError('limits', [{ path: key, message: 'unknown limit' }]);
    return value;
  }

  /** For the configuration hash and for people. */
  entries(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#values);
  }
}

/** A profile with explicit values on top, which win. @throws {ConfigError} every issue at once. */
export function resolveLimits(profile: Profile = 'balanced', overrides: LimitOverrides = {}): Limits {
  const issues: ConfigIssue[] = [];
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries<string>(balancedLimits)) {
    values.set(key, scaledLimits.has(key) ? Decimal.of(value).times(factors[profile]).toString() : value);
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (!limitKeys.includes(key)) {
      issues.push({ path: key, message: `unknown limit; known are ${limitKeys.join(', ')}` });
      continue;
    }
    const message = problemOf(key, value);
    if (message === undefined) values.set(key, Decimal.tryParse(value)?.toString() ?? String(value));
    else issues.push({ path: key, message });
  }
  if (issues.length > 0) throw new ConfigError('limits', issues);
  return new Limits(values);
}

function problemOf(key: string, value: string | number): string | undefined {
  const words = limitWords[key];
  if (words !== undefined)
    return words.includes(String(value)) ? undefined : `expected ${words.join(' or ')}`;
  if (value === 'unlimited') return requiredNumbers.has(key) ? 'needs a number' : undefined;
  const number = Decimal.tryParse(value);
  if (number === undefined) return "expected a number or 'unlimited'";
  if (number.isNegative()) return 'must not be negative';
  if (key === 'risk.perTrade' && (number.isZero() || number.gt(1))) return 'a fraction above 0 and at most 1';
  return undefined;
}
