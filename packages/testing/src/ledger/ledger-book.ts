import { Decimal } from '@tradewarden/core';
import type { VenueOrder } from '@tradewarden/core/venue';
import type { LedgerOrder, LedgerPlan, LedgerQuestion } from './ledger-record.ts';

export interface OwnOrder {
  readonly plan: LedgerPlan;
  readonly order: LedgerOrder;
}

/** Whose an order is: by its id, or of the order that was triggered and became it. */
export class LedgerBook {
  readonly #own = new Map<string, OwnOrder>();
  /** Ids of orders that conditional ones have become. */
  readonly #children = new Map<string, OwnOrder | undefined>();
  readonly #isOurs: (clientOrderId: string) => boolean;
  /** What all plans of the symbol hold together after a trade of one, by its number. */
  readonly #together = new Map<number, Decimal>();

  constructor({ plans, ledger, isOurs }: LedgerQuestion) {
    for (const plan of plans)
      for (const order of plan.orders) this.#own.set(order.clientOrderId, { plan, order });
    for (const { order } of ledger)
      if (order?.childOrderId !== undefined)
        this.#children.set(order.childOrderId, this.#own.get(order.clientOrderId));
    this.#isOurs = isOurs ?? ((id) => this.#own.has(id));
    const held = new Map<string, Decimal>();
    for (const { order, fill, sequence } of ledger) {
      const plan = order && this.of(order)?.plan;
      if (plan === undefined || fill === undefined) continue;
      const key = `${plan.symbol} ${plan.direction}`;
      const isEntering = (fill.side === 'BUY') === (plan.direction === 'LONG');
      const before = held.get(key) ?? Decimal.zero;
      const after = isEntering ? before.plus(fill.quantity) : before.minus(fill.quantity);
      held.set(key, after);
      this.#together.set(sequence, after);
    }
  }

  /** `undefined`: of no plan. */
  of({
    clientOrderId,
    venueOrderId,
  }: Pick<VenueOrder, 'clientOrderId' | 'venueOrderId'>): OwnOrder | undefined {
    return this.#own.get(clientOrderId) ?? this.#children.get(venueOrderId);
  }

  /**
   * Plans of a symbol have one position: for a while one may close what another holds, and enter as much itself later. Never
   * may all of them close more than they hold together.
   */
  heldTogether(sequence: number): Decimal {
    return this.#together.get(sequence) ?? Decimal.zero;
  }

  isChild({ venueOrderId }: Pick<VenueOrder, 'venueOrderId'>): boolean {
    return this.#children.has(venueOrderId);
  }

  isForeign(order: VenueOrder): boolean {
    return this.of(order) === undefined && !this.isChild(order) && !this.#isOurs(order.clientOrderId);
  }
}
