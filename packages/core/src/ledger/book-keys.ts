import type { Book } from '../domain/decision.ts';

/** One part of a key: printable ASCII without `/`, whatever the text. */
export const keyPart = (text: string): string => encodeURIComponent(text).replaceAll('~', '%7E');

/** `<account>/<mode>/<part>/…`: every key starts with the account and mode, so that books never share one. */
export const bookKey = (book: Pick<Book, 'account' | 'mode'>, ...parts: readonly string[]): string =>
  [book.account, book.mode, ...parts].map(keyPart).join('/');

export type Measure = 'notional' | 'riskAtStop' | 'count';
export type CapScope = 'total' | { readonly symbol: string };

/** Name of the counter of a measure in a scope, below `<account>/<mode>/exp/`. */
export const capCounter = (scope: CapScope, measure: Measure): string =>
  scope === 'total' ? `total/${measure}` : `symbol/${keyPart(scope.symbol)}/${measure}`;

/** The store's key of a counter made by {@link capCounter}. */
export const counterKey = (book: Pick<Book, 'account' | 'mode'>, counter: string): string =>
  `${bookKey(book, 'exp')}/${counter}`;
