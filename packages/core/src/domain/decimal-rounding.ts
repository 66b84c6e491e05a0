/** `down` towards zero, `up` away from zero, `floor` and `ceil` towards the infinities. */
export type Rounding = 'down' | 'up' | 'floor' | 'ceil' | 'half-even';

/** Integer quotient of `dividend ÷ divisor`, rounded. `divisor` is not zero. */
export function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return quotient;
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  switch (rounding) {
    case 'down':
      return quotient;
    case 'up':
      return quotient + away;
    case 'floor':
      return away < 0n ? quotient + away : quotient;
    case 'ceil':
      return away > 0n ? quotient + away : quotient;
    case 'half-even': {
      const twice = absolute(rest) * 2n;
      const size = absolute(divisor);
      if (twice < size) return quotient;
      return twice > size || quotient % 2n !== 0n ? quotient + away : quotient;
    }
  }
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
