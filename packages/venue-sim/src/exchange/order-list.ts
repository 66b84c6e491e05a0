import type { OrderNamespace } from '@tradewarden/core/venue';
import type { WorkingOrder } from './working-order.ts';

export interface OrderAddress {
  readonly clientOrderId: string;
  readonly namespace: OrderNamespace;
}

/** Every order that the exchange has taken, and the live ones of each symbol. */
export class OrderList {
  readonly #byId = new Map<string, WorkingOrder>();
  readonly #live = new Map<string, Set<WorkingOrder>>();

  find({ clientOrderId, namespace }: OrderAddress): WorkingOrder | undefined {
    return this.#byId.get(`${namespace}/${clientOrderId}`);
  }

  add(order: WorkingOrder): void {
    const { clientOrderId, symbol } = order.request;
    this.#byId.set(`${order.namespace}/${clientOrderId}`, order);
    const live = this.#live.get(symbol) ?? new Set<WorkingOrder>();
    this.#live.set(symbol, live.add(order));
  }

  /** Live orders of a symbol in time priority. */
  of(symbol: string): readonly WorkingOrder[] {
    const live = this.#live.get(symbol);
    if (live === undefined) return [];
    for (const order of live) if (!order.isLive) live.delete(order);
    return [...live];
  }

  live(): readonly WorkingOrder[] {
    return [...this.#live.keys()].flatMap((symbol) => this.of(symbol));
  }
}
