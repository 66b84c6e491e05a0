import type { Book } from '../domain/decision.ts';
import { bookKey, counterKey } from '../ledger/book-keys.ts';
import type { BookedReservation, ReservationLedger } from '../ledger/ledger-draft.ts';
import type { AccountUnit } from '../ledger/account-unit.ts';
import type { Store } from '../store/store.ts';
import type { DraftCollector } from './draft-collector.ts';
import type { Snapshot } from './snapshot.ts';

interface StageLedgerInput {
  readonly book: Book;
  readonly unit: AccountUnit | undefined;
  readonly store: Pick<Store, 'counters'>;
  readonly snapshot: Snapshot;
  readonly drafted: DraftCollector;
}

/** The ledger as a stage sees it: usage to size by, and one reservation to draft. */
export function stageLedger({ book, unit, store, snapshot, drafted }: StageLedgerInput): ReservationLedger {
  return {
    usage: (counters) => store.counters(counters.map((counter) => counterKey(book, counter))),
    reserve: (draft, reservation) => {
      if (draft !== drafted) throw new TypeError('reserve() takes the draft of its own stage context');
      if (unit === undefined) throw new TypeError('a stage that reserves says what it counts in: `unit`');
      if (drafted.reservation !== undefined) throw new TypeError('a plan makes one reservation');
      drafted.reservation = reservation;
    },
    book: async (symbol) => {
      const [entry] = await snapshot.get([bookKey(book, 'book', symbol)]);
      if (entry === null || entry === undefined) return [];
      return (entry.value as unknown as { readonly reservations: readonly BookedReservation[] }).reservations;
    },
  };
}
