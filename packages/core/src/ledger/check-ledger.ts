import { auditLog, type AuditRecord } from '../audit/audit-record.ts';
import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Store } from '../store/store.ts';
import { bookKey } from './book-keys.ts';
import { counterValues } from './counter-values.ts';
import type { SymbolBook } from './reserve-parts.ts';
import { type Reservation, reservationMoves, type ReservationState } from './reservation.ts';

type LedgerBook = Pick<Book, 'account' | 'mode'>;

export interface LedgerFault {
  /** I1 to I8, or `index` for a key that points at nothing. */
  readonly law: 'I1' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'index';
  readonly message: string;
}

/**
 * Reads a whole book and tests the invariants of the ledger: I1 counters equal the live reservations, I3 none is
 * negative, I4 one decision record each, I5 an order that may exist has an armed or open reservation, I6 nothing
 * with an order expires, I7 states only move forward, I8 every move has its record. I2, the caps, is the bound of
 * the add and leaves nothing to read. Exact while nothing writes: for tests, simulations and restored backups.
 * Records that were trimmed are not missed.
 */
export async function checkLedger(store: Store, book: LedgerBook): Promise<readonly LedgerFault[]> {
  const faults: LedgerFault[] = [];
  const fail = (law: LedgerFault['law'], message: string): void => void faults.push({ law, message });
  const held = new Map<string, Reservation>();
  for await (const { value } of entries(store, book, 'res')) {
    const reservation = value as unknown as Reservation;
    held.set(reservation.reservationId, reservation);
  }
  await checkCounters(store, book, held, fail);
  await checkIndexes(store, book, held, fail);
  await checkRecords(store, book, held, fail);
  return faults;
}

type Held = ReadonlyMap<string, Reservation>;
type Fail = (law: LedgerFault['law'], message: string) => void;

const isLive = (reservation: Reservation | undefined): boolean =>
  reservation !== undefined && reservation.state !== 'closed';

async function checkCounters(store: Store, book: LedgerBook, held: Held, fail: Fail): Promise<void> {
  const sums = new Map<string, number>();
  for (const reservation of held.values())
    for (const { counter, amount } of reservation.uses)
      sums.set(counter, (sums.get(counter) ?? 0) + (isLive(reservation) ? amount : 0));
  const values = await counterValues(store, book, [...sums.keys()]);
  for (const [index, [counter, sum]] of [...sums].entries()) {
    const value = values[index] ?? 0;
    if (value !== sum) fail('I1', `${counter} is ${value}, its reservations hold ${sum}`);
    if (value < 0) fail('I3', `${counter} is ${value}`);
  }
}

async function checkIndexes(store: Store, book: LedgerBook, held: Held, fail: Fail): Promise<void> {
  const live = new Set<string>();
  for await (const { value } of entries(store, book, 'live')) live.add(value as string);
  const booked = new Set<string>();
  for await (const { value } of entries(store, book, 'book'))
    for (const { reservationId } of (value as unknown as SymbolBook).reservations) booked.add(reservationId);
  for (const id of new Set([...live, ...booked, ...held.keys()])) {
    const holds = isLive(held.get(id));
    if (live.has(id) !== holds) fail('index', `${id} ${holds ? 'is missing from' : 'stays in'} live`);
    if (booked.has(id) !== holds)
      fail('index', `${id} ${holds ? 'is missing from' : 'stays in'} the book of its symbol`);
  }
  for await (const { value } of entries(store, book, 'due')) {
    const state = held.get(value as string)?.state;
    if (state !== 'reserved') fail('I6', `${value as string} is ${state ?? 'gone'} and would expire`);
  }
  for await (const { value } of entries(store, book, 'open-execution')) {
    const [entry] = await store.get([bookKey(book, 'execution', value as string)]);
    const { reservationId = '' } = (entry?.value ?? {}) as { readonly reservationId?: string };
    const state = held.get(reservationId)?.state;
    if (state !== 'armed' && state !== 'open')
      fail('I5', `${value as string} may have an order; its reservation is ${state ?? 'gone'}`);
  }
}

async function checkRecords(store: Store, book: LedgerBook, held: Held, fail: Fail): Promise<void> {
  const decided = new Map<string, number>();
  const moved = new Map<string, ReservationState>();
  const log = auditLog(book.account);
  const { first } = await store.head(log);
  for await (const { type, data } of records(store, log)) {
    if (type === 'risk.decision') {
      const { decision } = data as { readonly decision: { readonly decisionId: string } };
      const count = (decided.get(decision.decisionId) ?? 0) + 1;
      decided.set(decision.decisionId, count);
      if (count > 1) fail('I4', `${decision.decisionId} has ${count} decision records`);
    }
    if (!type.startsWith('exposure.')) continue;
    const { reservationId, from, to } = data as unknown as Move;
    if (!held.has(reservationId) || type === 'exposure.resized') continue;
    // Made open by the venue, also after it was gone: no move.
    if (type === 'exposure.external') {
      moved.set(reservationId, to);
      continue;
    }
    if (!reservationMoves[from]?.includes(to)) fail('I7', `${reservationId} went from ${from} to ${to}`);
    moved.set(reservationId, to);
  }
  if (first !== 1) return;
  for await (const { key, value } of entries(store, book, 'decision')) {
    const { decisionId } = value as unknown as { readonly decisionId: string };
    if (!decided.has(decisionId)) fail('I4', `${key} has no decision record`);
  }
  for (const [id, { state }] of held) {
    const recorded = moved.get(id) ?? 'reserved';
    if (recorded !== state && !(state === 'reserved' && recorded === 'closed'))
      fail('I8', `${id} is ${state}, its last record says ${recorded}`);
  }
}

interface Move {
  readonly reservationId: string;
  readonly from: ReservationState;
  readonly to: ReservationState;
}

async function* entries(
  store: Store,
  book: LedgerBook,
  part: string,
): AsyncGenerator<{ readonly key: string; readonly value: Json }> {
  const prefix = `${bookKey(book, part)}/`;
  for (let after = ''; ;) {
    const found = await store.scan({ prefix, limit: 500, ...(after === '' ? {} : { after }) });
    yield* found;
    const last = found.at(-1);
    if (last === undefined || found.length < 500) return;
    after = last.key;
  }
}

async function* records(store: Store, log: string): AsyncGenerator<AuditRecord> {
  for (let after = 0; ;) {
    const found = await store.read(log, { after, limit: 500 });
    for (const { value } of found) yield value as unknown as AuditRecord;
    const last = found.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
