import type { Json } from '../domain/json.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Entry } from '../store/store.ts';
import { assertSame } from './assert-same.ts';
import { bookKey } from './book-keys.ts';
import type { Execution } from './execution.ts';
import { isFencedOut } from './join-commit.ts';
import type { LedgerRecipe } from './ledger-options.ts';
import { ledgerRecord } from './ledger-record.ts';
import type { Reservation } from './reservation.ts';
import { withStop } from './stop-heat.ts';
import { addsOf, useDeltas } from './use-deltas.ts';

export interface StopChange {
  readonly stop: 'missing' | 'confirmed';
  /** Of this reservation. */
  readonly execution: Execution;
}

const attempts = 20;

/** One commit fenced by the version of the reservation; what is only reserved, or over, stays as it is. */
export async function setStopOf(
  { store, book, pause, fence: fenceOf }: LedgerRecipe,
  reservationId: string,
  { stop, execution }: StopChange,
): Promise<Reservation | undefined> {
  const key = bookKey(book, 'res', reservationId);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [entry = null] = await store.get([key]);
    const reservation = read(entry);
    if (entry === null || reservation === undefined) return undefined;
    const { state } = reservation;
    if (state === 'reserved') return reservation;
    assertSame(reservation, execution);
    if (state === 'closed') return reservation;
    const heated = withStop(reservation, stop);
    if (heated === reservation) return reservation;
    const fence = fenceOf();
    const commit = {
      reduces: stop === 'confirmed',
      checks: [{ key, version: entry.version }, ...fence],
      // Not bounded by a cap: what is at risk is at risk.
      adds: addsOf(book, useDeltas(reservation.uses, heated.uses)),
      puts: [{ key, value: heated as unknown as Json }],
      appends: [
        ledgerRecord(book, reservation, {
          type: stop === 'missing' ? 'heat.raised' : 'heat.lowered',
          at: execution.updatedAt,
          data: { reservationId, stop, state },
        }),
      ],
    };
    const wasApplied = (now: Entry | null): boolean =>
      (read(now)?.plannedHeat === undefined) === (stop === 'confirmed');
    const result = await commitSettled(store, commit, wasApplied);
    if (result.ok) return heated;
    if (isFencedOut(result, fence)) return reservation;
    await pause(2 * attempt);
  }
  throw new Error(`reservation ${reservationId} kept changing ${attempts} times in a row`);
}

const read = (entry: Entry | null): Reservation | undefined =>
  entry === null ? undefined : (entry.value as unknown as Reservation);
