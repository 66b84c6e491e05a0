import { divideRounded, type Rounding } from './decimal-rounding.ts';
import { normalised, powerOfTen, printDecimal, readDecimalText } from './decimal-text.ts';
import { InvalidNumberError } from './invalid-number-error.ts';

/** What every public function takes for money, prices and quantities. Numbers are read by their shortest round-trip text. */
export type Amount = string | number | Decimal;

const divisionPlaces = 18;

/** An exact decimal. Immutable; nothing is rounded but by division (18 places) and the calls that say so. */
export class Decimal {
  static readonly zero: Decimal = new Decimal(0n, 0);
  static readonly one: Decimal = new Decimal(1n, 0);
  static readonly hundred: Decimal = new Decimal(100n, 0);

  readonly #coefficient: bigint;
  readonly #scale: number;

  private constructor(coefficient: bigint, scale: number) {
    this.#coefficient = coefficient;
    this.#scale = scale;
  }

  /** @throws {InvalidNumberError} NaN, infinities, empty or odd text, more than 40 digits. */
  static of(input: Amount, label = 'number'): Decimal {
    const read = Decimal.tryParse(input);
    if (read === undefined) throw new InvalidNumberError(label, shown(input), 'not an exact decimal');
    return read;
  }

  static tryParse(input: unknown): Decimal | undefined {
    if (input instanceof Decimal) return input;
    if (typeof input !== 'string' && typeof input !== 'number') return undefined;
    const parts = readDecimalText(String(input));
    return parts === undefined ? undefined : new Decimal(parts.coefficient, parts.scale);
  }

  /** `count` units of 10^-unitPlaces. */
  static fromInteger(count: number, unitPlaces: number): Decimal {
    if (!Number.isSafeInteger(count))
      throw new InvalidNumberError('count', String(count), 'not a safe integer');
    return Decimal.#made(BigInt(count), unitPlaces);
  }

  static min(first: Amount, ...rest: readonly Amount[]): Decimal {
    return rest.reduce<Decimal>(
      (least, next) => (Decimal.of(next).lt(least) ? Decimal.of(next) : least),
      Decimal.of(first),
    );
  }

  static max(first: Amount, ...rest: readonly Amount[]): Decimal {
    return rest.reduce<Decimal>(
      (most, next) => (Decimal.of(next).gt(most) ? Decimal.of(next) : most),
      Decimal.of(first),
    );
  }

  static #made(coefficient: bigint, scale: number): Decimal {
    const parts = normalised(coefficient, scale);
    return new Decimal(parts.coefficient, parts.scale);
  }

  plus(other: Amount): Decimal {
    const [left, right, scale] = this.#aligned(Decimal.of(other));
    return Decimal.#made(left + right, scale);
  }

  minus(other: Amount): Decimal {
    const [left, right, scale] = this.#aligned(Decimal.of(other));
    return Decimal.#made(left - right, scale);
  }

  times(other: Amount): Decimal {
    const factor = Decimal.of(other);
    return Decimal.#made(this.#coefficient * factor.#coefficient, this.#scale + factor.#scale);
  }

  /** To 18 places. @throws {InvalidNumberError} the divisor is zero. */
  dividedBy(other: Amount, rounding: Rounding = 'half-even'): Decimal {
    const divisor = Decimal.of(other);
    if (divisor.isZero()) throw new InvalidNumberError('divisor', '0', 'cannot divide by zero');
    const dividend = this.#coefficient * powerOfTen(divisionPlaces + divisor.#scale);
    return Decimal.#made(
      divideRounded(dividend, divisor.#coefficient * powerOfTen(this.#scale), rounding),
      divisionPlaces,
    );
  }

  negated(): Decimal {
    return new Decimal(-this.#coefficient, this.#scale);
  }

  abs(): Decimal {
    return this.isNegative() ? this.negated() : this;
  }

  compare(other: Amount): -1 | 0 | 1 {
    const [left, right] = this.#aligned(Decimal.of(other));
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  eq(other: Amount): boolean {
    return this.compare(other) === 0;
  }

  lt(other: Amount): boolean {
    return this.compare(other) < 0;
  }

  lte(other: Amount): boolean {
    return this.compare(other) <= 0;
  }

  gt(other: Amount): boolean {
    return this.compare(other) > 0;
  }

  gte(other: Amount): boolean {
    return this.compare(other) >= 0;
  }

  isZero(): boolean {
    return this.#coefficient === 0n;
  }

  isNegative(): boolean {
    return this.#coefficient < 0n;
  }

  isPositive(): boolean {
    return this.#coefficient > 0n;
  }

  /** The largest multiple of `step` that is not above this. @throws {InvalidNumberError} step <= 0. */
  floorToStep(step: Amount): Decimal {
    return this.#toStep(step, 'floor');
  }

  /** The smallest multiple of `step` that is not below this. @throws {InvalidNumberError} step <= 0. */
  ceilToStep(step: Amount): Decimal {
    return this.#toStep(step, 'ceil');
  }

  round(places: number, rounding: Rounding): Decimal {
    if (this.#scale <= places) return this;
    return Decimal.#made(
      divideRounded(this.#coefficient, powerOfTen(this.#scale - places), rounding),
      places,
    );
  }

  /** A count of units of 10^-unitPlaces. @throws {InvalidNumberError} beyond a safe integer. */
  toInteger(unitPlaces: number, rounding: Rounding): number {
    const rounded = this.round(unitPlaces, rounding);
    const count = Number(rounded.#coefficient * powerOfTen(unitPlaces - rounded.#scale));
    if (!Number.isSafeInteger(count))
      throw new InvalidNumberError('amount', this.toString(), 'too large to count');
    return count;
  }

  /** A binary approximation: for display and statistics only, never for risk. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** No exponent, no trailing zeros, no negative zero. */
  toString(): string {
    return printDecimal(this.#coefficient, this.#scale);
  }

  toJSON(): string {
    return this.toString();
  }

  #toStep(step: Amount, rounding: Rounding): Decimal {
    const grid = Decimal.of(step, 'step');
    if (!grid.isPositive()) throw new InvalidNumberError('step', grid.toString(), 'a step is above zero');
    const [value, size, scale] = this.#aligned(grid);
    return Decimal.#made(divideRounded(value, size, rounding) * size, scale);
  }

  #aligned(other: Decimal): readonly [bigint, bigint, number] {
    if (this.#scale === other.#scale) return [this.#coefficient, other.#coefficient, this.#scale];
    return this.#scale > other.#scale
      ? [this.#coefficient, other.#coefficient * powerOfTen(this.#scale - other.#scale), this.#scale]
      : [this.#coefficient * powerOfTen(other.#scale - this.#scale), other.#coefficient, other.#scale];
  }
}

const shown = (input: Amount): string =>
  typeof input === 'string' ? JSON.stringify(input.slice(0, 60)) : String(input);
