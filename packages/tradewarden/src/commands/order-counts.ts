import { type Book, bookKey, type Execution, type Store } from '@tradewarden/core';

/** The `orders` of the run document: where the orders of the book stand. */
export interface OrderCounts {
  readonly staged: number;
  readonly submitted: number;
  readonly open: number;
  readonly filled: number;
  readonly closed: number;
}

/** `staged`: journaled only; `filled`: ever held something; `closed`: ended, filled or not. */
export async function orderCounts(store: Store, book: Pick<Book, 'account' | 'mode'>): Promise<OrderCounts> {
  const counts = { staged: 0, submitted: 0, open: 0, filled: 0, closed: 0 };
  const prefix = `${bookKey(book, 'execution')}/`;
  for (let after = ''; ;) {
    const page = await store.scan({ prefix, limit: 500, ...(after === '' ? {} : { after }) });
    for (const { value } of page) {
      const { status, fills } = value as unknown as Execution;
      if (fills.length > 0) counts.filled += 1;
      if (status === 'journaled' || status === 'not-placed') counts.staged += 1;
      else if (status === 'open') counts.open += 1;
      else if (status === 'sending' || status === 'unknown' || status === 'working') counts.submitted += 1;
      else counts.closed += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < 500) return counts;
    after = last.key;
  }
}
