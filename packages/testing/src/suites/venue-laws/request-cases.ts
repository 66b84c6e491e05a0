import assert from 'node:assert/strict';
import { Decimal } from '@tradewarden/core';
import type { VenueCase } from '../venue-suite.ts';
import { addressOf } from './venue-desk.ts';

/** V1 to V7: what is taken, and what is refused. */
export const requestCases: readonly VenueCase[] = [
  {
    name: 'V1 takes ids of its grammar and no others',
    run: async (desk) => {
      const price = desk.at(-50);
      const longest = 'aZ09_-'.repeat(6);
      assert.equal(
        (await desk.place({ kind: 'limit', price }, { clientOrderId: longest })).clientOrderId,
        longest,
      );
      for (const clientOrderId of ['', 'a'.repeat(37), 'a b', 'a.b', 'ä'])
        await desk.refused(await desk.request({ kind: 'limit', price }, { clientOrderId }), 'BAD_ID');
    },
  },
  {
    name: 'V2 opens no second order of one id, and says that it has the first',
    run: async (desk) => {
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      assert.equal((await desk.send(request)).status, 'accepted');
      const again = await desk.send(request);
      assert.equal(
        again.status === 'rejected' ? again.code : again.status,
        'duplicate',
        JSON.stringify(again),
      );
      assert.deepEqual(await desk.open(), [request.clientOrderId]);
    },
  },
  {
    name: 'V3 keeps what was asked for, in decimal strings',
    run: async (desk) => {
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      await desk.send(request);
      const order = await desk.look(addressOf(request));
      const { clientOrderId, symbol, side, reduceOnly } = request;
      assert.deepEqual(
        [order.clientOrderId, order.symbol, order.side, order.reduceOnly, order.status, order.namespace],
        [clientOrderId, symbol, side, reduceOnly, 'new', 'regular'],
      );
      assert.ok(Decimal.of(order.quantity).eq(request.quantity));
      for (const text of [order.quantity, order.filledQuantity]) assert.equal(typeof text, 'string');
      assert.ok(order.venueOrderId.length > 0);
    },
  },
  {
    name: 'V4 refuses a request that arrives after the end of its validity',
    run: async (desk) => {
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      await desk.bench.wait(6000);
      await desk.refused(request, 'EXPIRED_REQUEST');
    },
  },
  {
    name: 'V5 refuses what is off its grid, and symbols that it does not trade',
    run: async (desk) => {
      const { step, tick = '0.01' } = desk.bench.instrument;
      const half = (text: string): string => Decimal.of(text).dividedBy(2).toString();
      const price = desk.at(-50);
      const offTick = Decimal.of(price).plus(half(tick)).toString();
      await desk.refused(await desk.request({ kind: 'limit', price: offTick }), 'FILTER_PRICE');
      await desk.refused(await desk.request({ kind: 'limit', price: '-1' }), 'FILTER_PRICE');
      const quantity = Decimal.of(desk.quantity).plus(half(step)).toString();
      await desk.refused(await desk.request({ kind: 'limit', price }, { quantity }), 'FILTER_QUANTITY');
      await desk.refused(await desk.request({ kind: 'limit', price }, { quantity: '0' }), 'FILTER_QUANTITY');
      await desk.refused(
        await desk.request({ kind: 'limit', price }, { symbol: 'NO/SUCH' }),
        'UNKNOWN_SYMBOL',
      );
    },
  },
  {
    name: 'V6 lets a reduce-only order close, and never open or turn',
    run: async (desk) => {
      if (!desk.bench.venue.capabilities.reduceOnly) return;
      const reduce = { side: 'SELL', reduceOnly: true } as const;
      const early = await desk.send(await desk.request({ kind: 'market' }, reduce));
      assert.notEqual(early.status, 'accepted', 'there is nothing to reduce');
      await desk.hold();
      const quantity = Decimal.of(desk.quantity).times(2).toString();
      await desk.send(await desk.request({ kind: 'market' }, { ...reduce, quantity }));
      assert.equal((await desk.position()).toString(), '0');
    },
  },
  {
    name: 'V7 takes nothing that may add risk and was not approved',
    run: async (desk) => {
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      const venue = desk.bench.venue as { submit: (order: object, signal: AbortSignal) => Promise<unknown> };
      await assert.rejects(async () => venue.submit(request, desk.signal), {
        name: 'UnapprovedError',
      });
      assert.deepEqual(await desk.open(), []);
    },
  },
];
