import type { Clock, Fill, PlannedOrder } from '@tradewarden/core';
import type { OrderReport, SubmitOutcome } from './bracket.ts';
import type { SeededRandom } from './seeded-random.ts';

/** An order as the venue keeps it. */
export interface VenueOrder {
  readonly order: PlannedOrder;
  report: OrderReport;
}

/** The one venue of a simulation: takes each client order id once, remembers everything, and lets fills happen by chance. */
export class SimulatedVenue {
  readonly orders: Map<string, VenueOrder> = new Map();
  /** Sends that met an id which the venue already had. */
  duplicates = 0;
  readonly #clock: Clock;
  readonly #random: SeededRandom;

  constructor(clock: Clock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  submit(order: PlannedOrder): SubmitOutcome {
    const { clientOrderId } = order;
    const known = this.orders.get(clientOrderId);
    if (known !== undefined) {
      this.duplicates += 1;
      return { status: 'duplicate', report: known.report };
    }
    const at = this.#clock.now();
    // A venue keeps the expiry that it was given, so that an order which arrives late opens nothing.
    const code = at >= order.expiresAt ? 'EXPIRED' : this.#random.chance(0.05) ? 'NO_MARGIN' : undefined;
    const report: OrderReport = {
      clientOrderId,
      status: code === undefined ? 'working' : 'rejected',
      fills: [],
      at,
      ...(code === undefined ? {} : { code }),
    };
    this.orders.set(clientOrderId, { order, report });
    return code === undefined
      ? { status: 'accepted', report }
      : { status: 'rejected', reason: `the venue refused: ${code}` };
  }

  lookup(clientOrderId: string): OrderReport | undefined {
    return this.orders.get(clientOrderId)?.report;
  }

  cancel(clientOrderId: string): OrderReport | undefined {
    const known = this.orders.get(clientOrderId);
    if (known?.report.status === 'working') this.#move(known, 'cancelled');
    return known?.report;
  }

  /** Time passes at the venue: entries fill in part or whole, run out, positions end. */
  trade(chance = 0.15): void {
    for (const known of this.orders.values()) {
      const { status } = known.report;
      if (status === 'working' && this.#clock.now() >= known.order.expiresAt) this.#move(known, 'expired');
      else if (status === 'working' && this.#random.chance(chance)) this.#move(known, 'open', 'entry');
      else if (status === 'open' && this.#random.chance(chance)) this.#moveOpen(known);
    }
  }

  /** Orders that hold or may come to hold something. */
  live(): readonly VenueOrder[] {
    return [...this.orders.values()].filter(
      ({ report: { status } }) => status === 'working' || status === 'open',
    );
  }

  #moveOpen(known: VenueOrder): void {
    const again = known.report.fills.length === 1 && this.#random.chance(0.5);
    if (again) this.#move(known, 'open', 'entry');
    else this.#move(known, 'closed', this.#random.chance(0.5) ? 'stop' : 'target');
  }

  #move(known: VenueOrder, status: OrderReport['status'], reason?: Fill['reason']): void {
    const at = this.#clock.now();
    const { clientOrderId, entry } = known.order;
    const tradeId = `${clientOrderId}/${known.report.fills.length + 1}`;
    const fill = reason && { tradeId, clientOrderId, reason, price: entry, quantity: '0.5', fee: '0', at };
    const fills = [...known.report.fills, ...(fill === undefined ? [] : [fill])];
    known.report = { ...known.report, status, fills, at };
  }
}
