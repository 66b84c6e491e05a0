import type { Json } from '../domain/json.ts';
import type { Direction } from '../domain/trade-plan.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Commit, Entry } from '../store/store.ts';
import { accountKey, accountPuts } from './account-record.ts';
import type { AccountUnit } from './account-unit.ts';
import { bookKey, keyPart } from './book-keys.ts';
import type { CapUse } from './ledger-draft.ts';
import type { LedgerRecipe } from './ledger-options.ts';
import { ledgerRecord } from './ledger-record.ts';
import { liveKey } from './live-reservations.ts';
import { readSymbolBook } from './reserve-parts.ts';
import type { Reservation } from './reservation.ts';
import { addsOf, changesOf, useDeltas } from './use-deltas.ts';

/** What a venue holds of a symbol beside what this program made, as it was read at `at` (epoch ms). */
export interface ExternalExposure {
  readonly venue: string;
  readonly symbol: string;
  readonly at: number;
  /** What the uses are counted in. */
  readonly unit: AccountUnit;
  /** Absent: nothing, as a complete answer of the venue says; never because it did not answer. */
  readonly held?: { readonly direction: Direction; readonly uses: readonly CapUse[] };
}

const attempts = 20;

/**
 * Books it as the open reservation `external/<venue>/<symbol>`, which takes capacity from every plan after it. It has
 * happened, so no cap and no latch is asked. Saying the same twice changes nothing; what is gone is closed, what comes
 * back is open again under a higher revision. Of two processes that saw different things the one that says so last
 * stands, whatever its `at`; the next complete answer puts it right.
 * @throws {AccountError} the book counts in another unit.
 */
export async function recordExternal(
  { store, book, pause }: LedgerRecipe,
  exposure: ExternalExposure,
): Promise<Reservation | undefined> {
  const id = `external/${keyPart(exposure.venue)}/${exposure.symbol}`;
  const keys = [bookKey(book, 'res', id), bookKey(book, 'book', exposure.symbol), accountKey(book)];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const entries = await store.get(keys);
    const before = entries[0]?.value as Reservation | undefined;
    const next = following(before, id, exposure);
    if (next === before || next === undefined) return before;
    const result = await commitSettled(store, commitOf(book, { entries, keys, before, next, exposure }));
    if (result.ok) return next;
    if (result.reason === 'bound')
      throw new Error(`${id}: ${result.counter} cannot change from ${result.value}`);
    await pause(2 * attempt);
  }
  throw new Error(`${id} kept changing ${attempts} times in a row`);
}

/** What is to stand there; the same object when it does already. */
function following(
  before: Reservation | undefined,
  id: string,
  { symbol, at, held }: ExternalExposure,
): Reservation | undefined {
  const live = before !== undefined && before.state !== 'closed';
  if (held === undefined) return live ? { ...before, state: 'closed', why: 'gone' } : before;
  const same = live && before.direction === held.direction && useDeltas(before.uses, held.uses).length === 0;
  if (same) return before;
  return {
    state: 'open',
    reservationId: id,
    planId: id,
    revision: live ? before.revision : (before?.revision ?? 0) + 1,
    source: 'external',
    symbol,
    direction: held.direction,
    uses: held.uses.map(({ counter, amount }) => ({ counter, amount })),
    expiresAt: at,
  };
}

interface Change {
  /** Of the keys: the reservation, the book of its symbol, the account. */
  readonly entries: readonly (Entry | null)[];
  readonly keys: readonly string[];
  readonly before: Reservation | undefined;
  readonly next: Reservation;
  readonly exposure: ExternalExposure;
}

function commitOf(book: LedgerRecipe['book'], { entries, keys, before, next, exposure }: Change): Commit {
  const { reservationId, state, direction, symbol } = next;
  const [reservationKey = '', symbolKey = ''] = keys;
  const open = state === 'open';
  const deltas = useDeltas(heldOf(before), heldOf(next));
  const others = readSymbolBook(entries[1] ?? null).reservations.filter(
    (booked) => booked.reservationId !== reservationId,
  );
  const booked = open ? [...others, { reservationId, direction }] : others;
  const live = liveKey(book, reservationId);
  return {
    checks: keys.map((key, index) => ({ key, version: entries[index]?.version ?? 0 })),
    adds: addsOf(book, deltas),
    reduces: deltas.every(({ delta }) => delta <= 0),
    puts: [
      { key: reservationKey, value: next as unknown as Json },
      ...accountPuts(book, exposure.unit, entries[2]),
      ...(open ? [{ key: live, value: reservationId }] : []),
      ...(booked.length === 0
        ? []
        : [{ key: symbolKey, value: { reservations: booked } as unknown as Json }]),
    ],
    deletes: [...(open ? [] : [live]), ...(booked.length === 0 ? [symbolKey] : [])],
    appends: [
      ledgerRecord(book, next, {
        type: 'exposure.external',
        at: exposure.at,
        data: { reservationId, to: state, symbol, direction, changes: changesOf(deltas) },
      }),
    ],
  };
}

const heldOf = (reservation: Reservation | undefined): Reservation['uses'] =>
  reservation === undefined || reservation.state === 'closed' ? [] : reservation.uses;
