import type { Book } from '../domain/decision.ts';
import { bookKey } from '../ledger/book-keys.ts';
import type { Check } from '../store/store-driver.ts';
import type { Entry } from '../store/store.ts';
import { type Latch, type LatchScope, readLatch } from './latch.ts';

type LatchBook = Pick<Book, 'account' | 'mode'>;

/** What a plan or an order is subject to. */
export interface LatchSubject {
  readonly venue: string;
  readonly source: string;
  readonly symbol: string;
}

/** `_` stands for every account of the store. */
const globalKey = '_/latch/global';

/** The key of a scope's latch; absent = ACTIVE. */
export function latchKey(book: LatchBook, scope: LatchScope): string {
  if (scope === 'global') return globalKey;
  if (scope === 'account') return bookKey(book, 'latch', 'account');
  return bookKey(book, 'latch', ...Object.entries(scope).flat());
}

export const latchPrefix = (book: LatchBook): string => `${bookKey(book, 'latch')}/`;

/** Reads the scope back from a key that {@link latchKey} made. */
export function scopeOfKey(key: string): LatchScope {
  if (key === globalKey) return 'global';
  const [, , , kind = '', name = ''] = key.split('/').map(decodeURIComponent);
  if (kind === 'venue') return { venue: name };
  if (kind === 'source') return { source: name };
  return kind === 'symbol' ? { symbol: name } : 'account';
}

/** The keys of every latch that stops a new entry of `subject`. */
export const applyingLatchKeys = (
  book: LatchBook,
  { venue, source, symbol }: LatchSubject,
): readonly string[] =>
  (['global', 'account', { venue }, { source }, { symbol }] as const).map((scope) => latchKey(book, scope));

/** What is latched among entries read under keys of {@link applyingLatchKeys}. */
export const latchesAmong = (entries: readonly (Entry | null | undefined)[]): readonly Latch[] =>
  entries.flatMap((entry) =>
    entry === null || entry === undefined ? [] : [readLatch(scopeOfKey(entry.key), entry)],
  );

/** Checks that make a commit conflict as soon as one of the keys is latched: for every commit that adds risk. */
export const unlatched = (keys: readonly string[]): readonly Check[] =>
  keys.map((key) => ({ key, version: 0 }));
