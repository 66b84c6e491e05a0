import { type Book, sha256Hex } from '@tradewarden/core';

const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first 120 bits of a hexadecimal hash as 24 characters of base 32. */
export function base32Of(hash: string): string {
  const bits = BigInt(`0x${hash.slice(0, 30)}`);
  return Array.from(
    { length: 24 },
    (_, index) => digits[Number((bits >> BigInt(index * 5)) & 31n)] ?? '0',
  ).join('');
}

/**
 * The same for the same plan, always: a second send can never open a second order. 26 characters over SHA-256, within
 * every venue's grammar.
 */
export const clientOrderId = (book: Book, decisionId: string, generation = 1): string =>
  `tw${base32Of(sha256Hex(JSON.stringify([book.venue, book.account, book.mode, decisionId, generation])))}`;
