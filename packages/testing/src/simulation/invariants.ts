import type { AuditRecord, Decision, Reservation, ReservationState } from '@tradewarden/core';
import { cappedCounters, type ObservedState } from './observed-state.ts';
import { simulatedCaps, simulatedUnit } from './simulated-gate.ts';

/** I7: which states may be seen after which, with commits between two looks. */
const later: Readonly<Record<ReservationState, readonly ReservationState[]>> = {
  reserved: ['reserved', 'armed', 'closed'],
  armed: ['armed', 'open', 'closed'],
  open: ['open', 'closed'],
  closed: ['closed'],
};

const holds = ({ state }: Reservation): boolean => state !== 'closed';

/** The invariants I1–I8 of the exposure ledger, looked at after every commit. */
export class Invariants {
  /** Decision records by plan and revision. */
  readonly recorded: Map<string, Decision[]> = new Map();
  /** Reservations that ran out. */
  expiries = 0;
  /** How often something was latched. */
  latchings = 0;
  #found: string[] = [];
  #latched: ReadonlySet<string> = new Set();
  #before: ReadonlyMap<string, Reservation> = new Map();
  /** What the audit log says is in use, in the order of the capped counters. */
  readonly #logged: number[] = cappedCounters.map(() => 0);

  /** What is violated now. */
  check(state: ObservedState): readonly string[] {
    this.#found = [];
    for (const record of state.news) this.#read(record, state);
    this.#checkCounters(state);
    for (const [id, { state: now }] of state.reservations) {
      const before = this.#before.get(id)?.state;
      if (before !== undefined && !later[before].includes(now))
        this.#fail(`I7 ${id} went from ${before} to ${now}`);
    }
    for (const id of this.#before.keys())
      if (!state.reservations.has(id)) this.#fail(`I7 reservation ${id} is gone`);
    for (const id of state.due) {
      const found = state.reservations.get(id)?.state;
      if (found !== 'reserved') this.#fail(`I6 ${id} is ${found ?? 'gone'} and would expire`);
    }
    this.#checkLatches(state);
    this.#before = state.reservations;
    this.#latched = state.latched;
    return this.#found;
  }

  /** Nothing adds risk in a commit that comes after the latch. */
  #checkLatches({ reservations, latched }: ObservedState): void {
    this.latchings += [...latched].filter((name) => !this.#latched.has(name)).length;
    const closed = new Set([...latched].filter((name) => this.#latched.has(name)));
    for (const [id, { state, symbol }] of reservations) {
      const isNew = state !== this.#before.get(id)?.state && (state === 'reserved' || state === 'armed');
      if (isNew && (closed.has('*') || closed.has(symbol))) this.#fail(`${id} became ${state} under a latch`);
    }
  }

  #checkCounters({ counters, reservations }: ObservedState): void {
    for (const [index, { counter, cap }] of cappedCounters.entries()) {
      const value = counters[index] ?? 0;
      const sum = [...reservations.values()]
        .filter(holds)
        .reduce((total, { uses }) => total + usedOf(uses, counter), 0);
      const most =
        cap === 'count' ? simulatedCaps.count : simulatedCaps[cap] * 10 ** simulatedUnit.unitPlaces;
      if (value !== sum) this.#fail(`I1 ${counter} is ${value}, its reservations hold ${sum}`);
      if (value > most) this.#fail(`I2 ${counter} is ${value} of ${most}`);
      if (value < 0) this.#fail(`I3 ${counter} is ${value}`);
      if (value !== this.#logged[index])
        this.#fail(`I8 ${counter} is ${value}, the audit log says ${this.#logged[index]}`);
    }
  }

  #read({ type, data }: AuditRecord, { reservations }: ObservedState): void {
    if (type === 'risk.decision') {
      const { decision } = data as unknown as { readonly decision: Decision };
      const { planId, revision } = decision.plan;
      const name = `${planId} revision ${revision}`;
      const same = [...(this.recorded.get(name) ?? []), decision];
      this.recorded.set(name, same);
      if (same.length > 1) this.#fail(`I4 ${name} has ${same.length} decision records`);
      if (decision.verdict !== 'rejected') this.#count(reservations.get(decision.decisionId), 1, name);
    }
    if (type === 'exposure.released') {
      const { reservationId, why } = data as { readonly reservationId: string; readonly why?: string };
      if (why === 'expired') this.expiries += 1;
      this.#count(reservations.get(reservationId), -1, reservationId);
    }
  }

  #count(reservation: Reservation | undefined, sign: number, name: string): void {
    if (reservation === undefined) return this.#fail(`I8 a record of ${name} has no reservation`);
    for (const [index, { counter }] of cappedCounters.entries()) {
      this.#logged[index] = (this.#logged[index] ?? 0) + sign * usedOf(reservation.uses, counter);
    }
  }

  #fail(message: string): void {
    this.#found.push(message);
  }
}

const usedOf = (uses: Reservation['uses'], counter: string): number =>
  uses.reduce((sum, use) => sum + (use.counter === counter ? use.amount : 0), 0);
