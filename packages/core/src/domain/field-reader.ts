import { Decimal } from './decimal.ts';
import type { PlanIssue } from './plan-issue.ts';
import type { DecimalString } from './trade-plan.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (input: unknown): input is Fields =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

interface NumberRange {
  readonly positive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Reads the fields of one object and collects every issue instead of stopping at the first. */
export class FieldReader {
  readonly #fields: Fields;
  readonly #path: string;
  readonly #issues: PlanIssue[];

  constructor(fields: Fields, path: string, issues: PlanIssue[]) {
    this.#fields = fields;
    this.#path = path;
    this.#issues = issues;
  }

  at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  has(key: string): boolean {
    return this.#fields[key] !== undefined && this.#fields[key] !== null;
  }

  value(key: string): unknown {
    return this.#fields[key];
  }

  report(key: string, message: string, code: PlanIssue['code'] = 'PLAN_INCOMPLETE'): undefined {
    this.#issues.push({ path: this.at(key), code, message });
    return undefined;
  }

  /** Reports every field that is not in `known`: the schema is strict, extras belong into `metadata`. */
  onlyKnown(known: readonly string[]): void {
    for (const key of Object.keys(this.#fields)) {
      if (this.#fields[key] !== undefined && !known.includes(key))
        this.report(key, 'unknown field; put extras into metadata');
    }
  }

  text(key: string, maximum: number): string | undefined {
    const value = this.#fields[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.report(key, `expected text, got ${kindOf(value)}`);
    if (value.length > maximum) return this.report(key, `longer than ${maximum} characters`);
    return value.toWellFormed();
  }

  requiredText(key: string, maximum: number): string | undefined {
    if (!this.has(key)) return this.report(key, 'required');
    const text = this.text(key, maximum);
    return text === '' ? this.report(key, 'must not be empty') : text;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    if (!this.has(key)) return undefined;
    const found = allowed.find((choice) => choice === this.#fields[key]);
    return found ?? this.report(key, `expected one of ${allowed.join(', ')}`);
  }

  decimal(key: string, range: NumberRange = {}): DecimalString | undefined {
    if (!this.has(key)) return undefined;
    const value = Decimal.tryParse(this.#fields[key]);
    if (value === undefined) return this.report(key, 'not an exact, finite decimal', 'INVALID_NUMBER');
    if (range.positive === true && !value.isPositive())
      return this.report(key, 'must be above zero', 'INVALID_NUMBER');
    if (range.minimum !== undefined && value.lt(range.minimum)) {
      return this.report(key, `below ${range.minimum}`, 'INVALID_NUMBER');
    }
    if (range.maximum !== undefined && value.gt(range.maximum)) {
      return this.report(key, `above ${range.maximum}`, 'INVALID_NUMBER');
    }
    return value.toString();
  }

  requiredDecimal(key: string, range: NumberRange = {}): DecimalString | undefined {
    return this.#fields[key] === undefined ? this.report(key, 'required') : this.#requiredDecimal(key, range);
  }

  /** A whole number of at least `minimum`. */
  integer(key: string, minimum: number): number | undefined {
    if (!this.has(key)) return undefined;
    const value = this.#fields[key];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum
      ? value
      : this.report(key, `expected a whole number of at least ${minimum}`, 'INVALID_NUMBER');
  }

  object(key: string): FieldReader | undefined {
    const value = this.#fields[key];
    if (!isFields(value)) return this.has(key) ? this.report(key, 'expected an object') : undefined;
    return new FieldReader(value, this.at(key), this.#issues);
  }

  requiredObject(key: string): FieldReader | undefined {
    return this.has(key) ? this.object(key) : this.report(key, 'required');
  }

  /** The items of a list, each as a reader; `undefined` when it is not a list. */
  list(key: string): readonly (FieldReader | undefined)[] | undefined {
    const value = this.#fields[key];
    if (!Array.isArray(value)) return this.has(key) ? this.report(key, 'expected a list') : undefined;
    return value.map((item: unknown, index) => {
      const path = `${key}[${index}]`;
      return isFields(item)
        ? new FieldReader(item, this.at(path), this.#issues)
        : this.report(path, 'expected an object');
    });
  }

  #requiredDecimal(key: string, range: NumberRange): DecimalString | undefined {
    // JSON has no NaN: a scanner that computed one sends null, which must not read as "absent".
    if (this.#fields[key] === null) return this.report(key, 'not an exact, finite decimal', 'INVALID_NUMBER');
    return this.decimal(key, range);
  }
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : typeof value);
