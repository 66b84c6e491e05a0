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
  return readShort(text) ?? readAny(text);
}

/** Characters. */
const [zeroCode, pointCode] = [48, 46];

/** Up to 15 digits without sign and exponent, as almost all prices and amounts are: exact in a binary number. */
function readShort(text: string): DecimalParts | undefined {
  const { length } = text;
  if (length === 0 || length > 15) return undefined;
  let [digits, scale] = [0, -1];
  for (let index = 0; index < length; index += 1) {
    const character = text.charCodeAt(index);
    const digit = character - zeroCode;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      if (scale >= 0) scale += 1;
    } else if (character === pointCode && scale < 0 && index > 0) scale = 0;
    else return undefined;
  }
  // A point at the end is no decimal.
  if (scale === 0) return undefined;
  while (scale > 0 && digits % 10 === 0) {
    digits /= 10;
    scale -= 1;
  }
  return { coefficient: BigInt(digits), scale: Math.max(scale, 0) };
}

function readAny(text: string): DecimalParts | undefined {
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
  if (scale === 0) return { coefficient, scale };
  const small = Number(coefficient);
  if (Number.isSafeInteger(small)) return normalisedSmall(coefficient, small, scale);
  if (coefficient % 10n !== 0n) return { coefficient, scale };
  let [value, places] = [coefficient, scale];
  // Sixteen zeros at once, then eight, four, two and one: a quotient of 18 places ends in many, or in none.
  for (let step = 16; step >= 1; step /= 2) {
    while (places >= step && value % powerOfTen(step) === 0n) {
      value /= powerOfTen(step);
      places -= step;
    }
  }
  return { coefficient: value, scale: places };
}

/** The same for what a binary number holds exactly. */
function normalisedSmall(coefficient: bigint, small: number, scale: number): DecimalParts {
  if (small % 10 !== 0) return { coefficient, scale };
  let [value, places] = [small, scale];
  while (places > 0 && value % 10 === 0) {
    value /= 10;
    places -= 1;
  }
  return { coefficient: BigInt(value), scale: places };
}

const powers: bigint[] = [1n];

export function powerOfTen(exponent: number): bigint {
  for (let known = powers.length; known <= exponent; known += 1) powers.push((powers[known - 1] ?? 1n) * 10n);
  return powers[exponent] ?? 1n;
}
