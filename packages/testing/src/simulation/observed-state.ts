import {
  auditLog,
  type AuditRecord,
  type Book,
  bookKey,
  capCounter,
  counterKey,
  type Decision,
  type Reservation,
  type StoredEntry,
  type StoreDriver,
} from '@tradewarden/core';
import { simulatedSymbols } from './simulated-plans.ts';

/** The counters that have caps, with how far they may go, in counting units. */
export const cappedCounters: readonly {
  readonly counter: string;
  readonly cap: 'total' | 'symbol' | 'count';
}[] = [
  { counter: capCounter('total', 'notional'), cap: 'total' },
  ...simulatedSymbols.map((symbol) => ({
    counter: capCounter({ symbol }, 'notional'),
    cap: 'symbol' as const,
  })),
  { counter: capCounter('total', 'count'), cap: 'count' },
];

/** What stands in the store at one moment, read below every fault. */
export interface ObservedState {
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** In the order of {@link cappedCounters}. */
  readonly counters: readonly number[];
  /** Reservations that the sweeper would look at. */
  readonly due: readonly string[];
  /** Symbols that nothing may be entered in; `*` for all of them. */
  readonly latched: ReadonlySet<string>;
  /** Audit records since the last look. */
  readonly news: readonly AuditRecord[];
}

/** Reads the books of a simulation, and the audit log from where it stopped. */
export class Observer {
  readonly #driver: StoreDriver;
  readonly #book: Book;
  readonly #read = new Map<string, Reservation>();
  #after = 0;

  constructor(driver: StoreDriver, book: Book) {
    this.#driver = driver;
    this.#book = book;
  }

  async look(): Promise<ObservedState> {
    const driver = this.#driver;
    const entries = await driver.scan({ prefix: `${bookKey(this.#book, 'res')}/`, limit: 1000 });
    const reservations = entries.map((entry) => this.#reservation(entry));
    const counters = await driver.counters(
      cappedCounters.map(({ counter }) => counterKey(this.#book, counter)),
    );
    const due = await driver.scan({ prefix: `${bookKey(this.#book, 'due')}/`, limit: 1000 });
    return {
      reservations: new Map(reservations.map((reservation) => [reservation.reservationId, reservation])),
      counters,
      latched: await this.#latched(),
      due: due.map(({ value }) => JSON.parse(value) as string),
      news: await this.#news(),
    };
  }

  async #latched(): Promise<ReadonlySet<string>> {
    const prefix = `${bookKey(this.#book, 'latch')}/`;
    const entries = await this.#driver.scan({ prefix, limit: 1000 });
    const names = entries.map(({ key }) => key.slice(prefix.length).split('/'));
    return new Set(names.map(([, symbol]) => (symbol === undefined ? '*' : decodeURIComponent(symbol))));
  }

  /** Parses each state of a reservation once: most looks see nothing new. */
  #reservation({ key, value, version }: StoredEntry): Reservation {
    const name = `${key} ${version}`;
    const reservation = this.#read.get(name) ?? (JSON.parse(value) as Reservation);
    this.#read.set(name, reservation);
    return reservation;
  }

  async #news(): Promise<readonly AuditRecord[]> {
    const read = await this.#driver.read(auditLog(this.#book.account), { after: this.#after, limit: 1000 });
    this.#after = read.at(-1)?.sequence ?? this.#after;
    return read.map(({ value }) => JSON.parse(value) as AuditRecord);
  }

  /** Every decision that is stored. */
  async decisions(): Promise<readonly Decision[]> {
    const entries = await this.#driver.scan({ prefix: `${bookKey(this.#book, 'decision')}/`, limit: 1000 });
    return entries.map(({ value }) => JSON.parse(value) as Decision);
  }

  async counter(name: string): Promise<number> {
    const [value = 0] = await this.#driver.counters([counterKey(this.#book, name)]);
    return value;
  }
}
