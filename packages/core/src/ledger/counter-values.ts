import type { Book } from '../domain/decision.ts';
import type { Store } from '../store/store.ts';
import { counterKey } from './book-keys.ts';

/** Thousands of symbols have tens of thousands of counters: more than one read may ask for. */
const atOnce = 1000;

/** The values of counters made by `capCounter`, in order, a page at a time: exact while nothing writes. */
export async function counterValues(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  counters: readonly string[],
): Promise<readonly number[]> {
  const values: number[] = [];
  for (let from = 0; from < counters.length; from += atOnce) {
    const names = counters.slice(from, from + atOnce).map((counter) => counterKey(book, counter));
    values.push(...(await store.counters(names)));
  }
  return values;
}
