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

  constructor({ plans, ledger, isOurs }: LedgerQuestion) {
    for (const plan of plans)
      for (const order of plan.orders) this.#own.set(order.clientOrderId, { plan, order });
    for (const { order } of ledger)
      if (order?.childOrderId !== undefined)
        this.#children.set(order.childOrderId, this.#own.get(order.clientOrderId));
    this.#isOurs = isOurs ?? ((id) => this.#own.has(id));
  }

  /** `undefined`: of no plan. */
  of({
    clientOrderId,
    venueOrderId,
  }: Pick<VenueOrder, 'clientOrderId' | 'venueOrderId'>): OwnOrder | undefined {
    return this.#own.get(clientOrderId) ?? this.#children.get(venueOrderId);
  }

  isChild({ venueOrderId }: Pick<VenueOrder, 'venueOrderId'>): boolean {
    return this.#children.has(venueOrderId);
  }

  isForeign(order: VenueOrder): boolean {
    return this.of(order) === undefined && !this.isChild(order) && !this.#isOurs(order.clientOrderId);
  }
}
