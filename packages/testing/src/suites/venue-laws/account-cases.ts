import assert from 'node:assert/strict';
import type { VenueCase } from '../venue-suite.ts';
import { addressOf, complete, sumOf } from './venue-desk.ts';

/** V17 to V20: the account, dead lines, aborts. */
export const accountCases: readonly VenueCase[] = [
  {
    name: 'V17 holds what its fills add up to',
    run: async (desk) => {
      assert.equal((await desk.position()).toString(), '0');
      await desk.hold();
      await desk.place(
        { kind: 'market' },
        { side: 'SELL', reduceOnly: true, quantity: desk.bench.instrument.step },
      );
      const held = await desk.position();
      assert.equal(held.toString(), sumOf(await desk.fills()).toString());
      assert.ok(held.isPositive());
      const balances = complete(await desk.bench.venue.balances(desk.signal));
      assert.ok(balances.some(({ total }) => Number(total) > 0));
    },
  },
  {
    name: 'V18 answers over a dead line, and its answers prove nothing',
    run: async (desk) => {
      const { cut } = desk.bench;
      if (cut === undefined) return;
      const { signal } = desk;
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      const address = addressOf(request);
      const sent = await cut.submit(desk.bench.approve(request), signal);
      assert.ok(['unknown', 'not-sent', 'throttled'].includes(sent.status), JSON.stringify(sent));
      const cancelled = await cut.cancel(address, signal);
      assert.ok(['unknown', 'throttled'].includes(cancelled.status), JSON.stringify(cancelled));
      const reads = await Promise.all([
        cut.lookup(address, signal),
        cut.openOrders({}, signal),
        cut.fillsSince(undefined, signal),
        cut.positions(signal),
        cut.balances(signal),
        cut.serverTime(signal),
      ]);
      for (const { status } of reads) assert.equal(status, 'failed');
    },
  },
  {
    name: 'V19 rejects with nothing but the reason of a signal that was aborted before',
    run: async (desk) => {
      const reason = new Error('gone');
      const signal = AbortSignal.abort(reason);
      const { venue } = desk.bench;
      const request = await desk.request({ kind: 'limit', price: desk.at(-50) });
      const calls: readonly (() => Promise<unknown>)[] = [
        () => venue.openOrders({}, signal),
        () => venue.positions(signal),
        () => venue.cancel(addressOf(request), signal),
        () => venue.submit(desk.bench.approve(request), signal),
      ];
      for (const call of calls) await call().catch((error: unknown) => assert.equal(error, reason));
    },
  },
  {
    name: 'V20 says which account it is, the same each time, and what its clock says',
    run: async (desk) => {
      const { venue } = desk.bench;
      const first = complete(await venue.identity(desk.signal));
      assert.deepEqual(complete(await venue.identity(desk.signal)), first);
      assert.equal(first.environment === 'live' && !venue.capabilities.external, false);
      const before = await desk.now();
      await desk.bench.wait(1000);
      assert.ok((await desk.now()) >= before + 900);
      const { absenceMarginMs, readLagMs } = venue.capabilities;
      assert.ok(absenceMarginMs >= 0 && readLagMs >= 0);
    },
  },
];
