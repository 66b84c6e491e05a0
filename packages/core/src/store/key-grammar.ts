import { StoreMisuseError } from '../errors/store-errors.ts';

const longestKey = 400;
const printable = /^[\u0021-\u007e]+$/;
const printableOrEmpty = /^[\u0021-\u007e]*$/;

/**
 * Keys, counters and logs share one grammar: 1 to 400 characters of printable ASCII without space.
 * So byte order, character order and the order of every engine are the same, and length is the size.
 */
export function assertKey(kind: 'key' | 'counter' | 'log', name: string): void {
  if (typeof name === 'string' && name.length <= longestKey && printable.test(name)) return;
  throw new StoreMisuseError(
    `${JSON.stringify(name)} is no ${kind}: use 1 to ${longestKey} characters of printable ASCII without space`,
  );
}

/** A prefix of a key; empty for every key. */
export function assertPrefix(prefix: string): void {
  if (typeof prefix === 'string' && prefix.length <= longestKey && printableOrEmpty.test(prefix)) return;
  throw new StoreMisuseError(
    `${JSON.stringify(prefix)} is no prefix: use up to ${longestKey} characters of printable ASCII without space`,
  );
}
