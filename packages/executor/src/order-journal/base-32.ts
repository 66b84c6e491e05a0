const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first 120 bits of a hexadecimal hash as 24 characters of base 32. */
export function base32Of(hash: string): string {
  const bits = BigInt(`0x${hash.slice(0, 30)}`);
  return Array.from(
    { length: 24 },
    (_, index) => digits[Number((bits >> BigInt(index * 5)) & 31n)] ?? '0',
  ).join('');
}
