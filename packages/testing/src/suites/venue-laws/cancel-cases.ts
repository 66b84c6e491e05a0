import assert from 'node:assert/strict';
import type { VenueCase } from '../venue-suite.ts';
import { addressOf } from './venue-desk.ts';

const cancel: (
  desk: Parameters<VenueCase['run']>[0],
  address: ReturnType<typeof addressOf>,
) => ReturnType<Parameters<VenueCase['run']>[0]['bench']['venue']['cancel']> = (desk, address) =>
  desk.bench.venue.cancel(address, desk.signal);

/** V8 to V11: cancels. */
export const cancelCases: readonly VenueCase[] = [
  {
    name: 'V8 cancels what works, once, and says how it ended',
    run: async (desk) => {
      const order = await desk.place({ kind: 'limit', price: desk.at(-50) });
      const told = await cancel(desk, addressOf(order));
      assert.equal(told.status, 'cancelled', JSON.stringify(told));
      assert.equal((await desk.look(addressOf(order))).status, 'cancelled');
      assert.deepEqual(await desk.open(), []);
      assert.equal((await cancel(desk, addressOf(order))).status, 'already-done');
    },
  },
  {
    name: 'V9 never calls cancelled what was filled',
    run: async (desk) => {
      const order = await desk.hold();
      const told = await cancel(desk, addressOf(order));
      assert.ok(['already-done', 'not-found'].includes(told.status), JSON.stringify(told));
      assert.equal((await desk.look(addressOf(order))).status, 'filled');
    },
  },
  {
    name: 'V10 says not-found of what it does not know, and it may still come',
    run: async (desk) => {
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      assert.equal((await cancel(desk, addressOf(request))).status, 'not-found');
      assert.equal((await desk.bench.venue.lookup(addressOf(request), desk.signal)).status, 'not-found');
      assert.equal((await desk.send(request)).status, 'accepted');
    },
  },
  {
    name: 'V11 keeps conditional orders apart: found, listed and cancelled in their own namespace',
    run: async (desk) => {
      if (!desk.bench.venue.capabilities.orders.includes('stop-market')) return;
      await desk.hold();
      const stop = await desk.place(
        { kind: 'stop-market', trigger: desk.at(-50) },
        { side: 'SELL', reduceOnly: true },
      );
      const target = await desk.place(
        { kind: 'limit', price: desk.at(50) },
        { side: 'SELL', reduceOnly: true },
      );
      const wrong = { ...addressOf(stop), namespace: 'regular' } as const;
      assert.equal((await cancel(desk, wrong)).status, 'not-found');
      assert.equal((await desk.bench.venue.lookup(wrong, desk.signal)).status, 'not-found');
      assert.deepEqual(await desk.open({ namespace: 'conditional' }), [stop.clientOrderId]);
      assert.deepEqual(await desk.open({ namespace: 'regular' }), [target.clientOrderId]);
      assert.equal((await desk.open()).length, 2);
      assert.equal((await cancel(desk, addressOf(stop))).status, 'cancelled');
      assert.deepEqual(await desk.open(), [target.clientOrderId]);
    },
  },
];
