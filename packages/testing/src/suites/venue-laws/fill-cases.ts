import assert from 'node:assert/strict';
import type { VenueCase } from '../venue-suite.ts';
import { addressOf, complete, sumOf } from './venue-desk.ts';

/** V12 to V16: how orders fill and end. */
export const fillCases: readonly VenueCase[] = [
  {
    name: 'V12 fills a resting limit that is passed, at its price or better, and tells of it',
    run: async (desk) => {
      const order = await desk.place({ kind: 'limit', price: desk.at(-20) });
      assert.equal((await desk.fills()).length, 0);
      await desk.bench.move(desk.at(-40));
      assert.equal((await desk.look(addressOf(order))).status, 'filled');
      const fills = await desk.fills();
      assert.equal(sumOf(fills).toString(), desk.quantity);
      for (const fill of fills) {
        assert.equal(fill.clientOrderId, order.clientOrderId);
        assert.ok(Number(fill.price) <= Number(desk.at(-20)), `${fill.price} is worse than the limit`);
      }
      assert.deepEqual(await desk.open(), []);
    },
  },
  {
    name: 'V13 fills an immediate limit at its price or better, and ends the rest',
    run: async (desk) => {
      if (!desk.bench.venue.capabilities.orders.includes('limit-ioc')) return;
      const far = await desk.place({ kind: 'limit-ioc', price: desk.at(-50) });
      const ended = await desk.look(addressOf(far));
      assert.deepEqual([ended.status, ended.filledQuantity], ['expired', '0']);
      const near = await desk.place({ kind: 'limit-ioc', price: desk.at(10) });
      assert.notEqual((await desk.look(addressOf(near))).filledQuantity, '0');
      assert.deepEqual(await desk.open(), []);
    },
  },
  {
    name: 'V14 ends a limit at the end of its time',
    run: async (desk) => {
      const goodTill = (await desk.now()) + 2000;
      const order = await desk.place({ kind: 'limit', price: desk.at(-50), goodTill });
      await desk.bench.wait(1000);
      assert.equal((await desk.look(addressOf(order))).status, 'new');
      await desk.bench.wait(1500);
      assert.equal((await desk.look(addressOf(order))).status, 'expired');
      await desk.bench.move(desk.at(-90));
      assert.equal((await desk.fills()).length, 0);
    },
  },
  {
    name: 'V15 turns a touched stop into an order of its own, whose fills are told',
    run: async (desk) => {
      if (!desk.bench.venue.capabilities.orders.includes('stop-market')) return;
      await desk.hold();
      const stop = await desk.place(
        { kind: 'stop-market', trigger: desk.at(-50) },
        { side: 'SELL', reduceOnly: true },
      );
      await desk.bench.move(desk.at(-60));
      const touched = await desk.look(addressOf(stop));
      assert.equal(touched.status, 'triggered');
      assert.ok(touched.childOrderId !== undefined, 'it says what it has become');
      const closing = (await desk.fills()).filter(
        ({ venueOrderId }) => venueOrderId === touched.childOrderId,
      );
      assert.equal(sumOf(closing).negated().toString(), desk.quantity);
      assert.equal((await desk.position()).toString(), '0');
      const late = await desk.bench.venue.cancel(addressOf(stop), desk.signal);
      assert.ok(['already-done', 'not-found'].includes(late.status), 'a triggered stop is not cancelled');
    },
  },
  {
    name: 'V16 pages fills by a cursor that passes none by and may be asked again',
    run: async (desk) => {
      await desk.hold();
      const first = complete(await desk.bench.venue.fillsSince(undefined, desk.signal));
      const ids = (await desk.fills()).map(({ tradeId }) => tradeId);
      assert.ok(ids.length > 0);
      assert.equal(new Set(ids).size, ids.length, 'ids of trades are unique');
      const none = complete(await desk.bench.venue.fillsSince(first.cursor, desk.signal));
      assert.ok(none.fills.every(({ tradeId }) => ids.includes(tradeId)));
      await desk.hold();
      const news = complete(await desk.bench.venue.fillsSince(first.cursor, desk.signal));
      const again = complete(await desk.bench.venue.fillsSince(first.cursor, desk.signal));
      assert.deepEqual(again.fills, news.fills);
      const all = (await desk.fills()).map(({ tradeId }) => tradeId);
      for (const id of all.filter((one) => !ids.includes(one)))
        assert.ok(
          news.fills.some(({ tradeId }) => tradeId === id),
          `${id} was passed by`,
        );
      assert.ok(all.length > ids.length);
    },
  },
];
