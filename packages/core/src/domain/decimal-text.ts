const pattern = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const maximumDigits = 40;
const maximumExponent = 60;

/** A decimal as coefficient × 10^-scale, scale >= 0, without trailing zeros. */
export interface DecimalParts {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** Reads a plain or exponent notation; `undefined` when the text is not a decimal, or too long to be a price or amount. */
export function readDecimalText(text: string): DecimalParts | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const shift = Number(exponent);
  if (digits.replace(/0+$/, '').length > maximumDigits || Math.abs(shift) > maximumExponent) return undefined;
  const coefficient = BigInt(sign === '-' ? `-${digits}` : digits);
  const scale = fraction.length - shift;
  return scale >= 0
    ? normalised(coefficient, scale)
    : { coefficient: coefficient * powerOfTen(-scale), scale: 0 };
}

export function printDecimal(coefficient: bigint, scale: number): string {
  if (scale === 0) return coefficient.toString();
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Equal values get equal parts. */
export function normalised(coefficient: bigint, scale: number): DecimalParts {
  if (coefficient === 0n) return { coefficient, scale: 0 };
  let [value, places] = [coefficient, scale];
  while (places > 0 && value % 10n === 0n) {
    value /= 10n;
    places -= 1;
  }
  return { coefficient: value, scale: places };
}

const powers: bigint[] = [1n];

export function powerOfTen(exponent: number): bigint {
  for (let known = powers.length; known <= exponent; known += 1) powers.push((powers[known - 1] ?? 1n) * 10n);
  return powers[exponent] ?? 1n;
}
