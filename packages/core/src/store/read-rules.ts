import { StoreMisuseError } from '../errors/store-errors.ts';
import { assertKey, assertPrefix } from './key-grammar.ts';
import type { ClaimQuery, ReadQuery, ScanQuery } from './store-driver.ts';

/** Most keys, entries or counters that one read may ask for: a page, not a table. */
const largestRead = 10_000;

export function assertKeys(kind: 'key' | 'counter', names: readonly string[]): void {
  if (names.length > largestRead) {
    throw new StoreMisuseError(`${names.length} names in one read; at most ${largestRead} are allowed`);
  }
  for (const name of names) assertKey(kind, name);
}

export function assertScan({ prefix, after, limit }: ScanQuery): void {
  assertPrefix(prefix);
  if (after !== undefined) assertPrefix(after);
  assertLimit(limit);
}

export function assertRead(log: string, { after, limit }: ReadQuery): void {
  assertKey('log', log);
  if (!Number.isSafeInteger(after) || after < 0) {
    throw new StoreMisuseError(`read of ${log} after ${after}: give the sequence read last, 0 for the start`);
  }
  assertLimit(limit);
}

export function assertClaim({ prefix, notAfter, limit, into }: ClaimQuery): void {
  assertPrefix(prefix);
  assertKey('key', notAfter);
  assertKey('key', into);
  assertLimit(limit);
  if (notAfter.startsWith(prefix) && !into.startsWith(prefix) && !prefix.startsWith(into)) return;
  throw new StoreMisuseError(
    `claim of ${prefix} up to ${notAfter} into ${into}: the end must start with the prefix, the new keys lie elsewhere`,
  );
}

export function assertTrim(log: string, upTo: number): void {
  assertKey('log', log);
  if (Number.isSafeInteger(upTo) && upTo >= 0) return;
  throw new StoreMisuseError(`trim of ${log} up to ${upTo}: give the last sequence to forget`);
}

function assertLimit(limit: number): void {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= largestRead) return;
  throw new StoreMisuseError(`limit ${limit} is not allowed: use 1 to ${largestRead}, and page`);
}
