import { VirtualClock } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import type { OrderRequest, SubmittableOrder, VenueFill } from '@tradewarden/core/venue';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar, btc, fillsOf, plainExchange, request, walk } from '../../test/exchange-line.ts';
import { exchangeVenue, type ExchangeVenueOptions } from './exchange-venue.ts';
import { type Fate, scriptedFaults, type VenueCall } from './faults.ts';
import { seededFaults } from './seeded-faults.ts';

const { signal } = new AbortController();
const passed = (order: OrderRequest): SubmittableOrder => approve(order);
const limit = (price: string, rest: Partial<OrderRequest> = {}) =>
  request('BUY', '1', { kind: 'limit', price }, { validUntil: 6000, ...rest });

function stand(options: Partial<ExchangeVenueOptions> = {}) {
  const exchange = plainExchange();
  const clock = new VirtualClock(1000);
  exchange.quote(btc, { bid: '100', ask: '100' }, 1000);
  return { exchange, clock, venue: exchangeVenue(exchange, { clock, ...options }) };
}
const scripted = (call: VenueCall, ...fates: readonly Fate[]) =>
  scriptedFaults(fates.map((fate, index) => ({ call, nth: index + 1, fate })));
const addressOf = ({ clientOrderId, symbol }: OrderRequest) =>
  ({ clientOrderId, symbol, namespace: 'regular' }) as const;

describe('a request', () => {
  it('that adds risk and passed no gate never arrives, one that reduces needs none', async () => {
    const { exchange, venue } = stand();
    const unapproved = limit('99') as SubmittableOrder;
    await expect(venue.submit(unapproved, signal)).rejects.toMatchObject({ code: 'PLAN_NOT_APPROVED' });
    expect(exchange.openOrders()).toEqual([]);
    const reducing = { ...limit('99'), reduceOnly: true } as const;
    expect(await venue.submit(reducing, signal)).toMatchObject({
      status: 'rejected',
      code: 'REDUCE_ONLY_REJECTED',
    });
  });

  it.each([
    [{ kind: 'request-lost' }, 'unknown', 0],
    [{ kind: 'answer-lost' }, 'unknown', 1],
    [{ kind: 'throttled', retryAfterMs: 7 }, 'throttled', 0],
    [{ kind: 'not-sent' }, 'not-sent', 0],
    [{ kind: 'answered' }, 'accepted', 1],
  ] as const)('with the fate %j is told as %s, and %i orders stand', async (fate, status, orders) => {
    const { exchange, venue } = stand({ faults: scripted('submit', fate) });
    const order = limit('99');
    expect(await venue.submit(passed(order), signal)).toMatchObject({ status });
    expect(exchange.openOrders()).toHaveLength(orders);
    expect(await venue.submit(passed(order), signal)).toMatchObject({
      status: orders === 0 ? 'accepted' : 'duplicate',
    });
    expect(exchange.openOrders()).toHaveLength(1);
  });

  it.each([
    [5000, 'found'],
    [5001, 'not-found'],
  ])('that comes %i ms late is judged by when it arrives: %s', async (ms, status) => {
    const { clock, venue } = stand({ faults: scripted('submit', { kind: 'delayed', ms }) });
    const order = limit('99');
    expect(await venue.submit(passed(order), signal)).toMatchObject({ status: 'unknown' });
    clock.moveTo(1000 + ms - 1);
    expect(await venue.lookup(addressOf(order), signal)).toMatchObject({ status: 'not-found' });
    clock.moveTo(1000 + ms);
    expect(await venue.lookup(addressOf(order), signal)).toMatchObject({ status });
  });
});

describe('a read', () => {
  it('that is stale answers the same question as before, and says as of when', async () => {
    const stale = scripted('openOrders', { kind: 'answered' }, { kind: 'stale' }, { kind: 'stale' });
    const { clock, venue } = stand({ faults: stale });
    await venue.openOrders({ namespace: 'conditional' }, signal);
    clock.moveTo(2000);
    await venue.submit(passed(limit('99')), signal);
    const before = { status: 'complete', value: [], asOf: 1000 };
    expect(await venue.openOrders({ namespace: 'conditional' }, signal)).toEqual(before);
    expect(await venue.openOrders({ namespace: 'regular' }, signal)).toMatchObject({
      value: [{ status: 'new' }],
      asOf: 2000,
    });
  });

  it('that fails says nothing', async () => {
    const { venue } = stand({ faults: scripted('positions', { kind: 'answer-lost' }) });
    expect(await venue.positions(signal)).toMatchObject({ status: 'failed' });
    expect(await venue.positions(signal)).toMatchObject({ status: 'complete', value: [] });
  });

  it.each(['-5', 'x', '', '1.5', '999'])('of fills after %j, which is no cursor, fails', async (cursor) => {
    const { venue } = stand();
    expect(await venue.fillsSince(cursor, signal)).toMatchObject({ status: 'failed' });
  });

  it('of a triggered stop leads to its child, and by the child to its fills', async () => {
    const { exchange, clock, venue } = stand();
    await venue.submit(passed(request('BUY', '1', { kind: 'market' })), signal);
    const trigger = { kind: 'stop-market', trigger: '95' } as const;
    const stop = { ...request('SELL', '1', trigger), reduceOnly: true } as const;
    await venue.submit(stop, signal);
    walk(exchange, bar('100', '100', '94', '94', 1000));
    clock.moveTo(exchange.now);
    const found = await venue.lookup({ ...addressOf(stop), namespace: 'conditional' }, signal);
    if (found.status !== 'found' || found.child === undefined) throw new Error('no child was found');
    expect(found.order).toMatchObject({ status: 'triggered', childOrderId: found.child.venueOrderId });
    expect(found.child).toMatchObject({ status: 'filled', filledQuantity: '1' });
    const page = await venue.fillsSince(undefined, signal);
    if (page.status !== 'complete') throw new Error(page.reason);
    expect(page.value.fills.at(-1)).toMatchObject({ venueOrderId: found.child.venueOrderId, price: '95' });
  });
});

const course = fc.record({
  seed: fc.integer({ min: 1 }),
  rate: fc.constantFrom(0, 0.3, 0.8),
  pageSize: fc.integer({ min: 1, max: 3 }),
  prices: fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 1, maxLength: 30 }),
});

it('every execution is read, none but once it is counted by its id, whatever is lost, late or repeated', async () => {
  await fc.assert(
    fc.asyncProperty(course, async ({ seed, rate, pageSize, prices }) => {
      const { exchange, clock, venue } = stand({ faults: seededFaults({ seed, rate }), pageSize });
      const fills = new Map<string, VenueFill>();
      let cursor: string | undefined;
      const readPage = async (client = venue): Promise<boolean> => {
        const page = await client.fillsSince(cursor, signal);
        if (page.status === 'failed') return false;
        for (const fill of page.value.fills) fills.set(fill.tradeId, fill);
        ({ cursor } = page.value);
        return !page.value.more;
      };
      for (const price of prices) {
        clock.advance(700);
        await venue.submit(passed(limit(String(price), { validUntil: clock.now() + 5000 })), signal);
        exchange.quote(btc, { bid: String(price), ask: String(price) }, clock.now());
        await readPage();
      }
      clock.advance(10_000);
      const good = exchangeVenue(exchange, { clock, pageSize });
      await venue.serverTime(signal);
      while (!(await readPage(good)));
      expect(
        [...fills.values()].toSorted((left, right) => Number(left.tradeId) - Number(right.tradeId)),
      ).toEqual(fillsOf(exchange));
    }),
    { numRuns: runsOf(200) },
  );
});
