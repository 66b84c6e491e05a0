import { systemPause } from '../clock/pause.ts';
import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { applyingLatchKeys, unlatched } from '../latch/latch-keys.ts';
import { commitSettled } from '../store/commit-settled.ts';
import type { Commit, Entry, Put, Store } from '../store/store.ts';
import { assertSame } from './assert-same.ts';
import { bookKey, counterKey } from './book-keys.ts';
import type { ClosingGuard } from './closing-guard.ts';
import type { Execution } from './execution.ts';
import { executionParts } from './execution-parts.ts';
import { isFencedOut, type JoinCommit, withParts } from './join-commit.ts';
import type { LedgerOptions, LedgerRecipe } from './ledger-options.ts';
import { ledgerRecord } from './ledger-record.ts';
import { liveKey } from './live-reservations.ts';
import { type ExternalExposure, recordExternal } from './record-external.ts';
import { type Resized, type ResizeRequest, resizeReservation } from './resize-reservation.ts';
import { type Reservation, reservationMoves, type ReservationState } from './reservation.ts';
import { dueKey, readSymbolBook } from './reserve-parts.ts';
import { setStopOf } from './set-stop.ts';

interface Step {
  readonly to: ReservationState;
  readonly at: number;
  readonly why?: string;
  readonly execution?: Execution;
  /** Keys that must be absent: the step adds risk. Any other gives back, or records what the venue did. */
  readonly latches?: readonly string[];
  readonly joined?: JoinCommit;
}

const attempts = 20;

/**
 * Moves reservations through their life, each step one commit fenced by the reservation's version. Every method
 * returns the reservation as it stands afterwards, whoever moved it: call again and nothing happens twice.
 */
export class ExposureLedger {
  readonly #store: Store;
  readonly #book: Pick<Book, 'account' | 'mode'>;
  readonly #recipe: LedgerRecipe;
  readonly #closing: ClosingGuard | undefined;

  constructor({ store, book, pause = systemPause, closing, fence = () => [] }: LedgerOptions) {
    this.#store = store;
    this.#book = book;
    this.#recipe = { store, book, pause, fence };
    this.#closing = closing;
  }

  async find(reservationId: string): Promise<Reservation | undefined> {
    const [entry = null] = await this.#store.get([bookKey(this.#book, 'res', reservationId)]);
    return read(entry);
  }

  /**
   * In the same commit the order is journalled; from here only what the venue says releases.
   * While anything that applies is latched the reservation stays `reserved`, and also when `joined` says that it must not
   * be: what it gives is written in the same commit.
   */
  arm(reservationId: string, execution: Execution, joined?: JoinCommit): Promise<Reservation | undefined> {
    const { source, symbol, book, updatedAt } = execution;
    const latches = applyingLatchKeys(this.#book, { venue: book.venue, source, symbol });
    const step = { to: 'armed', at: updatedAt, execution, latches } as const;
    return this.#move(reservationId, ['reserved'], joined === undefined ? step : { ...step, joined });
  }

  open(reservationId: string, execution: Execution): Promise<Reservation | undefined> {
    return this.#move(reservationId, ['armed'], { to: 'open', at: execution.updatedAt, execution });
  }

  /**
   * Whether what an order holds, or may come to hold, is protected. Without a confirmed stop it counts with its whole
   * notional as risk; say so before the fill is recorded, so that a crash between counts too much rather than too little.
   */
  setStop(
    reservationId: string,
    stop: 'missing' | 'confirmed',
    execution: Execution,
  ): Promise<Reservation | undefined> {
    return setStopOf(this.#recipe, reservationId, { stop, execution });
  }

  /** The venue says that nothing is held any more: an order that ended. */
  close(reservationId: string, why: string, execution: Execution): Promise<Reservation | undefined> {
    return this.#move(reservationId, ['armed', 'open'], {
      to: 'closed',
      at: execution.updatedAt,
      why,
      execution,
    });
  }

  /** Gives back what has no order: expired, superseded or withdrawn. An armed or open reservation stays as it is. */
  release(reservationId: string, why: string, at: number): Promise<Reservation | undefined> {
    return this.#move(reservationId, ['reserved'], { to: 'closed', at, why });
  }

  /** Changes what is held: to what was filled, or for more within the caps. */
  resize(reservationId: string, request: ResizeRequest): Promise<Resized> {
    return resizeReservation(this.#recipe, reservationId, request);
  }

  /** Books what a venue holds beside what this program made. @throws {AccountError} the book counts in another unit. */
  external(exposure: ExternalExposure): Promise<Reservation | undefined> {
    return recordExternal(this.#recipe, exposure);
  }

  /** Releases every `reserved` whose time has passed; returns how many. */
  async sweep(now: number): Promise<number> {
    const prefix = `${bookKey(this.#book, 'due')}/`;
    let released = 0;
    for (;;) {
      const due = await this.#store.scan({ prefix, limit: 100 });
      const expired = due.filter(({ key }) => Number(key.slice(prefix.length, prefix.length + 15)) <= now);
      for (const { value } of expired) await this.release(value as string, 'expired', now);
      released += expired.length;
      if (expired.length < 100) return released;
    }
  }

  async #move(
    reservationId: string,
    from: readonly ReservationState[],
    step: Step,
  ): Promise<Reservation | undefined> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const [entry = null, ...latched] = await this.#store.get([
        bookKey(this.#book, 'res', reservationId),
        ...(step.latches ?? []),
      ]);
      const reservation = read(entry);
      if (entry === null || reservation === undefined || !from.includes(reservation.state))
        return reservation;
      if (step.execution !== undefined) assertSame(reservation, step.execution);
      if (latched.some((latch) => latch !== null)) return reservation;
      if (!reservationMoves[reservation.state].includes(step.to)) return reservation;
      const moved: Reservation = {
        ...reservation,
        state: step.to,
        ...(step.why === undefined ? {} : { why: step.why }),
      };
      const joined = step.joined === undefined ? {} : await step.joined();
      if (joined === undefined) return reservation;
      const fence = step.latches === undefined ? this.#recipe.fence() : [];
      const own = withParts(await this.#commit(entry, reservation, moved, step), { checks: fence });
      const commit = withParts(own, joined);
      const wasApplied = (now: Entry | null): boolean => read(now)?.state === step.to;
      const result = await commitSettled(this.#store, commit, wasApplied);
      if (result.ok) return moved;
      if (isFencedOut(result, fence)) return reservation;
      await this.#recipe.pause(2 * attempt);
    }
    throw new Error(`reservation ${reservationId} kept changing ${attempts} times in a row`);
  }

  async #commit(entry: Entry, reservation: Reservation, moved: Reservation, step: Step): Promise<Commit> {
    const book = this.#book;
    const puts: Put[] = [{ key: entry.key, value: moved as unknown as Json }];
    const checks = [{ key: entry.key, version: entry.version }, ...unlatched(step.latches ?? [])];
    const deletes =
      reservation.state === 'reserved'
        ? [dueKey(book, reservation.expiresAt, reservation.reservationId)]
        : [];
    const closes = step.to === 'closed';
    if (closes) {
      deletes.push(liveKey(book, reservation.reservationId));
      const key = bookKey(book, 'book', reservation.symbol);
      const [symbolBook] = await this.#store.get([key]);
      checks.push({ key, version: symbolBook?.version ?? 0 });
      const left = readSymbolBook(symbolBook ?? null).reservations.filter(
        (booked) => booked.reservationId !== reservation.reservationId,
      );
      if (left.length === 0) deletes.push(key);
      else puts.push({ key, value: { reservations: left } as unknown as Json });
    }
    const { execution } = step;
    if (execution !== undefined) {
      const parts = executionParts(book, execution);
      puts.push(...parts.puts);
      deletes.push(...parts.deletes);
    }
    const guarded =
      closes && execution !== undefined
        ? await this.#closing?.closing({ store: this.#store, book, execution })
        : undefined;
    return {
      reduces: step.latches === undefined,
      checks: [...checks, ...(guarded?.checks ?? [])],
      adds: closes
        ? reservation.uses.map(({ counter, amount }) => ({
            counter: counterKey(book, counter),
            delta: -amount,
            min: 0,
          }))
        : [],
      puts: [...puts, ...(guarded?.puts ?? [])],
      deletes,
      appends: [
        ...(guarded?.appends ?? []),
        ledgerRecord(book, reservation, {
          type: step.to === 'closed' ? 'exposure.released' : `exposure.${step.to}`,
          at: step.at,
          data: {
            reservationId: reservation.reservationId,
            from: reservation.state,
            to: step.to,
            ...(step.why === undefined ? {} : { why: step.why }),
            ...(step.execution === undefined ? {} : { execution: step.execution as unknown as Json }),
          },
        }),
      ],
    };
  }
}

const read = (entry: Entry | null): Reservation | undefined =>
  entry === null ? undefined : (entry.value as unknown as Reservation);
