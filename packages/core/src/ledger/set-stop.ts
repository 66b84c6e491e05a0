import { auditAppend } from '../audit/audit-record.ts';
import type { Json } from '../domain/json.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Entry } from '../store/store.ts';
import { bookKey } from './book-keys.ts';
import type { LedgerRecipe } from './ledger-options.ts';
import type { Reservation } from './reservation.ts';
import { heatAdds, withStop } from './stop-heat.ts';

export interface StopChange {
  readonly stop: 'missing' | 'confirmed';
  /** Epoch ms. */
  readonly at: number;
}

const attempts = 20;

/** One commit fenced by the version of the reservation; what is only reserved, or over, stays as it is. */
export async function setStopOf(
  { store, book, pause }: LedgerRecipe,
  reservationId: string,
  { stop, at }: StopChange,
): Promise<Reservation | undefined> {
  const key = bookKey(book, 'res', reservationId);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [entry = null] = await store.get([key]);
    const reservation = read(entry);
    if (entry === null || reservation === undefined) return undefined;
    const { state, planId } = reservation;
    if (state !== 'armed' && state !== 'open') return reservation;
    const heated = withStop(reservation, stop);
    if (heated === reservation) return reservation;
    const commit = {
      reduces: stop === 'confirmed',
      checks: [{ key, version: entry.version }],
      adds: heatAdds(book, reservation, heated),
      puts: [{ key, value: heated as unknown as Json }],
      appends: [
        auditAppend(book.account, {
          type: stop === 'missing' ? 'heat.raised' : 'heat.lowered',
          at,
          actor: { kind: 'process', id: 'ledger' },
          subject: { planId, account: book.account },
          corr: reservationId,
          data: { reservationId, stop, state },
        }),
      ],
    };
    const wasApplied = (now: Entry | null): boolean =>
      (read(now)?.plannedHeat === undefined) === (stop === 'confirmed');
    if ((await commitSettled(store, commit, wasApplied)).ok) return heated;
    await pause(2 * attempt);
  }
  throw new Error(`reservation ${reservationId} kept changing ${attempts} times in a row`);
}

const read = (entry: Entry | null): Reservation | undefined =>
  entry === null ? undefined : (entry.value as unknown as Reservation);
