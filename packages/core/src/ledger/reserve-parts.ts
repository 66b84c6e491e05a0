import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Add } from '../store/store-driver.ts';
import type { Entry, Put } from '../store/store.ts';
import { bookKey, counterKey } from './book-keys.ts';
import type { BookedReservation, ReservationDraft } from './ledger-draft.ts';
import { liveKey } from './live-reservations.ts';
import type { Reservation } from './reservation.ts';

export interface SymbolBook {
  readonly reservations: readonly BookedReservation[];
}

export const readSymbolBook = (entry: Entry | null): SymbolBook =>
  entry === null ? { reservations: [] } : (entry.value as unknown as SymbolBook);

/** Expiry index of reservations without an order, in order of time. */
export const dueKey = (
  book: Pick<Book, 'account' | 'mode'>,
  expiresAt: number,
  reservationId: string,
): string => bookKey(book, 'due', String(expiresAt).padStart(15, '0'), reservationId);

/**
 * What a reservation writes in the commit of its decision: bounded adds, itself, its place among the live ones, its
 * expiry, and the symbol's book.
 * The caller checks the versions of the book key (`symbolBook`) and of the reservation key (absent).
 */
export function reserveParts(
  book: Pick<Book, 'account' | 'mode'>,
  { tallies = [], ...draft }: ReservationDraft,
  symbolBook: Entry | null,
): { readonly adds: readonly Add[]; readonly puts: readonly Put[] } {
  const { reservationId, symbol, direction } = draft;
  const reservation: Reservation = {
    state: 'reserved',
    ...draft,
    uses: draft.uses.map(({ counter, amount }) => ({ counter, amount })),
  };
  const booked = [...readSymbolBook(symbolBook).reservations, { reservationId, direction }];
  return {
    adds: [...draft.uses, ...tallies.map((tally) => ({ ...tally, amount: 1 }))].map(
      ({ counter, amount, max }): Add =>
        max === undefined
          ? { counter: counterKey(book, counter), delta: amount }
          : { counter: counterKey(book, counter), delta: amount, max },
    ),
    puts: [
      { key: bookKey(book, 'res', reservationId), value: reservation as unknown as Json },
      { key: liveKey(book, reservationId), value: reservationId },
      { key: dueKey(book, draft.expiresAt, reservationId), value: reservationId },
      { key: bookKey(book, 'book', symbol), value: { reservations: booked } as unknown as Json },
    ],
  };
}
