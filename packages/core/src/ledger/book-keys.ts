import type { Book } from '../domain/decision.ts';
import { keyPart } from '../domain/key-part.ts';

export { keyPart };

/** `<account>/<mode>/<part>/…`: every key starts with the account and mode, so that books never share one. */
export const bookKey = (book: Pick<Book, 'account' | 'mode'>, ...parts: readonly string[]): string =>
  [book.account, book.mode, ...parts].map(keyPart).join('/');

export type Measure = 'notional' | 'margin' | 'riskAtStop' | 'count';

/** What a counter adds up over; `baseAsset` joins the markets of one asset, `group` what is taken as correlated. */
export type CapScope =
  | 'total'
  | { readonly symbol: string }
  | { readonly baseAsset: string }
  | { readonly side: string }
  | { readonly group: string }
  | { readonly source: string }
  | { readonly venue: string };

/** Name of the counter of a measure in a scope, below `<account>/<mode>/exp/`. */
export function capCounter(scope: CapScope, measure: Measure): string {
  if (scope === 'total') return `total/${measure}`;
  const [[kind, value] = ['', '']] = Object.entries<string>(scope);
  return `${kind}/${keyPart(value)}/${measure}`;
}

/** The store's key of a counter made by {@link capCounter}. */
export const counterKey = (book: Pick<Book, 'account' | 'mode'>, counter: string): string =>
  `${bookKey(book, 'exp')}/${counter}`;
