import { type Amount, Decimal, InvalidNumberError } from '@tradewarden/core';

/**
 * `accountBalance × riskPct ÷ |entry − stop| × leverage`, in base units. A leverage above 1 multiplies the quantity
 * and with it the loss at the stop, so that more than `riskPct` is lost: the gate always passes 1.
 * @throws {InvalidNumberError} balance <= 0, riskPct outside (0, 1], entry = stop, leverage < 1, not a finite number.
 */
export function calculatePositionSize(
  accountBalance: Amount,
  riskPct: Amount,
  entry: Amount,
  stop: Amount,
  leverage: Amount = 1,
): string {
  const balance = Decimal.of(accountBalance, 'accountBalance');
  const fraction = Decimal.of(riskPct, 'riskPct');
  const distance = Decimal.of(entry, 'entry').minus(Decimal.of(stop, 'stop')).abs();
  const factor = Decimal.of(leverage, 'leverage');
  if (!balance.isPositive())
    throw new InvalidNumberError('accountBalance', balance.toString(), 'must be above zero');
  if (!fraction.isPositive() || fraction.gt(1)) {
    throw new InvalidNumberError('riskPct', fraction.toString(), 'must be above 0 and at most 1');
  }
  if (distance.isZero()) throw new InvalidNumberError('stop', String(stop), 'must differ from the entry');
  if (factor.lt(1)) throw new InvalidNumberError('leverage', factor.toString(), 'must be at least 1');
  return balance.times(fraction).times(factor).dividedBy(distance).toString();
}

/** At or below an `atrRatio` of 1 unchanged; above, `size × (1 − (atrRatio − 1) × reductionFactor)`, never below half. */
export function adjustForVolatility(size: Amount, atrRatio: Amount, reductionFactor: Amount = '0.5'): string {
  const given = Decimal.of(size, 'size');
  const ratio = Decimal.of(atrRatio, 'atrRatio');
  const factor = Decimal.of(reductionFactor, 'reductionFactor');
  if (given.isNegative()) throw new InvalidNumberError('size', given.toString(), 'must not be negative');
  if (!ratio.isPositive()) throw new InvalidNumberError('atrRatio', ratio.toString(), 'must be above zero');
  if (factor.isNegative())
    throw new InvalidNumberError('reductionFactor', factor.toString(), 'must not be negative');
  if (ratio.lte(1)) return given.toString();
  const share = Decimal.max('0.5', Decimal.one.minus(ratio.minus(1).times(factor)));
  return given.times(share).toString();
}

/** Clamps `size` into [min, max]. The gate never rounds up with it. @throws {InvalidNumberError} min above max. */
export function validatePositionConstraints(size: Amount, min: Amount, max: Amount): string {
  const [lowest, highest] = [Decimal.of(min, 'min'), Decimal.of(max, 'max')];
  if (lowest.gt(highest))
    throw new InvalidNumberError('min', lowest.toString(), `must not be above max ${highest.toString()}`);
  return Decimal.max(lowest, Decimal.min(highest, Decimal.of(size, 'size'))).toString();
}
