import { type Book, sha256Hex } from '@tradewarden/core';

const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The same for the same plan, always: a second send can never open a second order. 24 characters of base 32 over
 * SHA-256, within every venue's grammar.
 */
export function clientOrderId(book: Book, decisionId: string, generation = 1): string {
  const hash = sha256Hex(JSON.stringify([book.venue, book.account, book.mode, decisionId, generation]));
  const bits = BigInt(`0x${hash.slice(0, 30)}`);
  const letters = Array.from(
    { length: 24 },
    (_, index) => digits[Number((bits >> BigInt(index * 5)) & 31n)] ?? '0',
  );
  return `tw${letters.join('')}`.slice(0, 26);
}
