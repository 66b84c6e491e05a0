import type { Book } from '../domain/decision.ts';
import type { Store } from '../store/store.ts';
import { bookKey } from './book-keys.ts';
import type { Reservation } from './reservation.ts';

type LedgerBook = Pick<Book, 'account' | 'mode'>;

/** Stands as long as the reservation holds capacity, so that reports never read what is closed. */
export const liveKey = (book: LedgerBook, reservationId: string): string =>
  bookKey(book, 'live', reservationId);

const page = 200;

/** Every reservation that holds capacity; costs the same however many are closed. */
export async function* liveReservations(store: Store, book: LedgerBook): AsyncGenerator<Reservation> {
  const prefix = `${bookKey(book, 'live')}/`;
  for (let after = ''; ;) {
    const found = await store.scan({ prefix, limit: page, ...(after === '' ? {} : { after }) });
    const last = found.at(-1);
    if (last === undefined) return;
    for (const entry of await store.get(found.map(({ value }) => bookKey(book, 'res', value as string)))) {
      const reservation = entry?.value as unknown as Reservation | undefined;
      // Closed between the two reads: it holds nothing any more.
      if (reservation !== undefined && reservation.state !== 'closed') yield reservation;
    }
    if (found.length < page) return;
    after = last.key;
  }
}
