import assert from 'node:assert/strict';
import { Decimal } from '@tradewarden/core';
import {
  type FillPage,
  type Instruction,
  namespaceOf,
  type OrderAddress,
  type OrderRequest,
  type SubmitOutcome,
  type VenueFill,
  type VenueOrder,
  type VenueRead,
} from '@tradewarden/core/venue';
import type { VenueBench } from '../venue-suite-options.ts';

/** What the cases do at a venue, in as many words as they need. */
export class VenueDesk {
  readonly bench: VenueBench;
  readonly quantity: string;
  #ids = 0;

  constructor(bench: VenueBench) {
    this.bench = bench;
    const { step, minimumQuantity } = bench.instrument;
    this.quantity = Decimal.of(minimumQuantity ?? step)
      .times(10)
      .toString();
  }

  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  /** So many ticks from the price at which the case began. */
  at(ticks: number): string {
    const tick = this.bench.instrument.tick ?? '0.01';
    return Decimal.of(this.bench.price).plus(Decimal.of(tick).times(ticks)).toString();
  }

  async now(): Promise<number> {
    return complete(await this.bench.venue.serverTime(this.signal));
  }

  async request(instruction: Instruction, changes: Partial<OrderRequest> = {}): Promise<OrderRequest> {
    this.#ids += 1;
    return {
      clientOrderId: `suite-${this.#ids}_A`,
      symbol: this.bench.instrument.symbol,
      side: 'BUY',
      quantity: this.quantity,
      instruction,
      reduceOnly: false,
      validUntil: (await this.now()) + 5000,
      ...changes,
    };
  }

  async send(request: OrderRequest): Promise<SubmitOutcome> {
    return this.bench.venue.submit(this.bench.approve(request), this.signal);
  }

  /** A new order that the venue takes. */
  async place(instruction: Instruction, changes: Partial<OrderRequest> = {}): Promise<VenueOrder> {
    const outcome = await this.send(await this.request(instruction, changes));
    assert.equal(outcome.status, 'accepted', JSON.stringify(outcome));
    assert.ok('order' in outcome && outcome.order !== undefined);
    return outcome.order;
  }

  async refused(request: OrderRequest, code: string): Promise<void> {
    const outcome = await this.send(request);
    assert.equal(
      outcome.status === 'rejected' ? outcome.code : outcome.status,
      code,
      JSON.stringify(outcome),
    );
    const found = await this.bench.venue.lookup(addressOf(request), this.signal);
    assert.equal(found.status, 'not-found', 'what was refused is no order');
  }

  async look(address: OrderAddress): Promise<VenueOrder> {
    const found = await this.bench.venue.lookup(address, this.signal);
    assert.equal(found.status, 'found', JSON.stringify(found));
    assert.ok(found.status === 'found');
    return found.order;
  }

  /** Buys at the market, so that something is held. */
  async hold(): Promise<VenueOrder> {
    const order = await this.place({ kind: 'limit', price: this.at(10) });
    const now = await this.look(order);
    assert.equal(now.status, 'filled', 'a limit above the price fills at once');
    return now;
  }

  async fills(): Promise<readonly VenueFill[]> {
    const all: VenueFill[] = [];
    let cursor: string | undefined;
    for (let more = true; more;) {
      const page: FillPage = complete(await this.bench.venue.fillsSince(cursor, this.signal));
      all.push(...page.fills);
      assert.ok(!page.more || page.cursor !== cursor, 'the cursor goes on while there is more');
      ({ cursor, more } = page);
    }
    return all;
  }

  async open(scope: Parameters<VenueBench['venue']['openOrders']>[0] = {}): Promise<readonly string[]> {
    const orders = complete(await this.bench.venue.openOrders(scope, this.signal));
    return orders.map(({ clientOrderId }) => clientOrderId);
  }

  /** Signed quantity that is held. */
  async position(): Promise<Decimal> {
    const positions = complete(await this.bench.venue.positions(this.signal));
    return Decimal.of(
      positions.find(({ symbol }) => symbol === this.bench.instrument.symbol)?.quantity ?? '0',
    );
  }
}

export const addressOf = ({
  clientOrderId,
  symbol,
  instruction,
}: OrderRequest | VenueOrder): OrderAddress => ({
  clientOrderId,
  symbol,
  namespace: namespaceOf(instruction),
});

export function complete<Value>(read: VenueRead<Value>): Value {
  assert.equal(read.status, 'complete', JSON.stringify(read));
  assert.ok(read.status === 'complete');
  assert.ok(Number.isFinite(read.asOf), 'a whole answer says of when it is');
  return read.value;
}

export const sumOf = (fills: readonly VenueFill[]): Decimal =>
  fills.reduce(
    (sum, { side, quantity }) => (side === 'BUY' ? sum.plus(quantity) : sum.minus(quantity)),
    Decimal.zero,
  );
