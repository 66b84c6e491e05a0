import type { Json } from '../domain/json.ts';
import { applyingLatchKeys, unlatched } from '../latch/latch-keys.ts';
import { commitSettled } from '../store/commit-settled.ts';
import { bookKey, counterKey } from './book-keys.ts';
import { isFencedOut } from './join-commit.ts';
import type { CapUse } from './ledger-draft.ts';
import type { LedgerRecipe } from './ledger-options.ts';
import { ledgerRecord } from './ledger-record.ts';
import type { Reservation } from './reservation.ts';
import { withStop } from './stop-heat.ts';
import { addsOf, changesOf, useDeltas } from './use-deltas.ts';

export interface ResizeRequest {
  /** All that is held from now on, in counting units. */
  readonly uses: readonly CapUse[];
  /** Such as `filled`. */
  readonly why: string;
  /** Epoch ms. */
  readonly at: number;
  /**
   * More is wanted than is held: then every `max` binds, and nothing is taken while anything that applies is latched.
   * Absent: it has happened already, and is counted whatever caps and latches say.
   */
  readonly asked?: { readonly venue: string };
}

export type Resized =
  | { readonly status: 'resized' | 'unchanged' | 'latched'; readonly reservation: Reservation }
  /** Nothing was taken: `counter` holds `value` and would go beyond its cap. */
  | {
      readonly status: 'over-cap';
      readonly reservation: Reservation;
      readonly counter: string;
      readonly value: number;
    }
  /** There is no such reservation, or it is closed. */
  | { readonly status: 'not-held'; readonly reservation?: Reservation };

const attempts = 20;

/** One commit fenced by the version of the reservation: counters, reservation and audit record together. */
export async function resizeReservation(
  { store, book, pause, fence: fenceOf }: LedgerRecipe,
  reservationId: string,
  { uses, why, at, asked }: ResizeRequest,
): Promise<Resized> {
  const key = bookKey(book, 'res', reservationId);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [entry] = await store.get([key]);
    const reservation = entry?.value as Reservation | undefined;
    if (entry === null || entry === undefined || reservation === undefined) return { status: 'not-held' };
    if (reservation.state === 'closed') return { status: 'not-held', reservation };
    const resized = resizedTo(reservation, uses);
    const wanted = resized.uses.map((use, index) => ({
      ...(asked === undefined ? {} : uses[index]),
      ...use,
    }));
    const deltas = useDeltas(reservation.uses, wanted);
    if (deltas.length === 0) return { status: 'unchanged', reservation };
    const { symbol, source, state } = reservation;
    const latches =
      asked === undefined ? [] : applyingLatchKeys(book, { venue: asked.venue, source, symbol });
    if ((await store.get(latches)).some((latch) => latch !== null)) return { status: 'latched', reservation };
    const fence = asked === undefined ? fenceOf() : [];
    const result = await commitSettled(store, {
      checks: [{ key, version: entry.version }, ...fence, ...unlatched(latches)],
      adds: addsOf(book, deltas),
      reduces: deltas.every(({ delta }) => delta <= 0),
      puts: [{ key, value: resized as unknown as Json }],
      appends: [
        ledgerRecord(book, reservation, {
          type: 'exposure.resized',
          at,
          data: { reservationId, state, why, changes: changesOf(deltas) },
        }),
      ],
    });
    if (result.ok) return { status: 'resized', reservation: resized };
    if (result.reason === 'bound') {
      const { counter: name, value } = result;
      const full = deltas.find(({ counter }) => counterKey(book, counter) === name);
      // Without a cap it is a counter that holds less than is given back, or more than can be counted.
      if (full?.max === undefined) throw new Error(`${reservationId}: ${name} cannot change from ${value}`);
      return { status: 'over-cap', reservation, counter: full.counter, value };
    }
    if (isFencedOut(result, fence)) return { status: 'unchanged', reservation };
    await pause(2 * attempt);
  }
  throw new Error(`reservation ${reservationId} kept changing ${attempts} times in a row`);
}

/** While no stop is confirmed, the new amounts count as those of before did. */
function resizedTo({ plannedHeat, ...rest }: Reservation, uses: ResizeRequest['uses']): Reservation {
  const held = { ...rest, uses: uses.map(({ counter, amount }) => ({ counter, amount })) };
  return plannedHeat === undefined ? held : withStop(held, 'missing');
}
