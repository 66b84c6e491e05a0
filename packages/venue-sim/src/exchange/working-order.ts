import { Decimal } from '@tradewarden/core';
import {
  isLiveOrder,
  namespaceOf,
  type OrderNamespace,
  type OrderRequest,
  type VenueOrder,
  type VenueOrderStatus,
} from '@tradewarden/core/venue';

/** An order inside the exchange. The one mutable thing here; what leaves it is a copy. */
export class WorkingOrder {
  readonly request: OrderRequest;
  readonly venueOrderId: string;
  /** Time priority: lower is first. */
  readonly rank: number;
  readonly quantity: Decimal;
  /** Limit price or trigger; absent for market orders. */
  readonly price: Decimal | undefined;
  filled: Decimal = Decimal.zero;
  status: VenueOrderStatus = 'new';
  childOrderId: string | undefined;
  readonly createdAt: number;
  updatedAt: number;

  constructor(request: OrderRequest, rank: number, at: number) {
    this.request = request;
    this.rank = rank;
    this.venueOrderId = String(rank);
    this.quantity = Decimal.of(request.quantity);
    const { instruction } = request;
    this.price =
      instruction.kind === 'market'
        ? undefined
        : Decimal.of(instruction.kind === 'stop-market' ? instruction.trigger : instruction.price);
    this.createdAt = at;
    this.updatedAt = at;
  }

  get remaining(): Decimal {
    return this.quantity.minus(this.filled);
  }

  get isLive(): boolean {
    return isLiveOrder(this);
  }

  get namespace(): OrderNamespace {
    return namespaceOf(this.request.instruction);
  }

  end(status: VenueOrderStatus, at: number): void {
    this.status = status;
    this.updatedAt = at;
  }

  fill(quantity: Decimal, at: number): void {
    this.filled = this.filled.plus(quantity);
    this.end(this.remaining.isZero() ? 'filled' : 'partially-filled', at);
  }

  report(): VenueOrder {
    const { clientOrderId, symbol, side, instruction, reduceOnly } = this.request;
    return {
      clientOrderId,
      venueOrderId: this.venueOrderId,
      symbol,
      side,
      namespace: this.namespace,
      instruction,
      quantity: this.quantity.toString(),
      filledQuantity: this.filled.toString(),
      reduceOnly,
      status: this.status,
      ...(this.childOrderId === undefined ? {} : { childOrderId: this.childOrderId }),
      createdAt: this.createdAt,
      updatedAt: this.updatedAt,
    };
  }
}
