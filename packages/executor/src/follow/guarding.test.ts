import { createEventBus, type EventMap, exposureReport } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { scriptedFaults } from '@tradewarden/venue-sim/exchange';
import { expect, it } from 'vitest';
import { orderLine, type OrderTestLine, prices } from '../../test/order-line.ts';

const symbol = 'BTC/USDT';
const flat = prices('42300', '42310', '42290', '42300');
const through = (line: OrderTestLine): void =>
  line.exchange.quote(symbol, { bid: '42149', ask: '42150' }, line.clock.now());
const stops = (line: OrderTestLine): readonly string[] =>
  line.exchange
    .openOrders()
    .filter(({ namespace }) => namespace === 'conditional')
    .map(({ quantity }) => quantity);

/** Counts what is asked, in the order in which it is. */
function heard(venue: Venue): { readonly venue: Venue; readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    venue: {
      ...venue,
      submit: (order, signal) => {
        calls.push(`submit ${order.instruction.kind}`);
        return venue.submit(order, signal);
      },
      lookup: (address, signal) => {
        calls.push('lookup');
        return venue.lookup(address, signal);
      },
    },
  };
}

it('an entry that fills at once is guarded in the same pass, before anything is looked up or offered', async () => {
  const line = orderLine();
  through(line);
  await line.approve();
  const { venue, calls } = heard(line.venue());
  await line.executor({ venue }).drain();
  expect(stops(line)).toHaveLength(1);
  expect(calls.slice(0, 2)).toEqual(['submit limit', 'submit stop-market']);
});

it('a fill counts as unguarded from before it is recorded until its stop works', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  await line.bar(flat, () => line.executor().drain());
  through(line);
  line.clock.advance(2001);
  const dying = line.executor({
    crash: (point) => {
      if (point === 'recorded') throw new Error('died');
    },
  });
  await expect(dying.drain()).rejects.toThrow('died');
  expect((await line.ledger.find(decisionId))?.plannedHeat).toBeDefined();
  line.clock.advance(2001);
  await line.executor({ protectWithinMs: 60_000 }).drain();
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'open' });
  expect((await line.ledger.find(decisionId))?.plannedHeat).toBeUndefined();
});

it('what did not fill by the end gives its share back', async () => {
  const line = orderLine({ participation: '0.000005' });
  const { decisionId } = await line.approve();
  const executor = line.executor();
  const work = () => executor.drain();
  await line.bar(flat, work);
  const before = (await line.ledger.find(decisionId))?.uses ?? [];
  await line.bar(prices('42250', '42300', '42100', '42200'), work);
  const entered = Number(line.entries('filled')[0]?.fill.quantity);
  await executor.cancelOrder(decisionId);
  const after = (await line.ledger.find(decisionId))?.uses ?? [];
  const notional = (uses: typeof before): number =>
    uses.find(({ counter }) => counter.endsWith('notional'))?.amount ?? 0;
  const planned = Number(line.entries('accepted')[0]?.order.quantity);
  expect(entered).toBeGreaterThan(0);
  expect(entered).toBeLessThan(planned);
  expect(notional(after)).toBe(Math.ceil((notional(before) * entered) / planned - 1e-9));
  expect(await exposureReport(line.store, line.book)).toMatchObject({ differences: [] });
});

it('a stop without an answer that is not found gets a second beside it before the deadline', async () => {
  const line = orderLine();
  await line.approve();
  const lost = scriptedFaults([{ call: 'submit', nth: 2, fate: { kind: 'request-lost' } }]);
  const executor = line.executor({ venue: line.venue(lost) });
  through(line);
  await executor.drain();
  expect(stops(line)).toEqual([]);
  line.clock.advance(1499);
  await executor.drain();
  expect(stops(line)).toEqual([]);
  line.clock.advance(1);
  await executor.drain();
  expect(stops(line)).toHaveLength(1);
  line.clock.advance(5000);
  await executor.drain();
  expect(line.entries('filled')).toHaveLength(1);
});

it('without a stop at the deadline it leaves at the market, halts the symbol and says so once', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const venue = line.venue();
  const noStops: Venue = {
    ...venue,
    submit: (order, signal) =>
      order.instruction.kind === 'stop-market'
        ? Promise.resolve({ status: 'rejected', code: 'TOO_MANY_ORDERS', reason: 'full' })
        : venue.submit(order, signal),
  };
  const events = createEventBus();
  const alerts: EventMap['execution.alert'][] = [];
  events.on('execution.alert', (alert) => void alerts.push(alert));
  const executor = line.executor({ venue: noStops, events });
  through(line);
  await executor.drain();
  expect(line.exchange.positions()).toHaveLength(1);
  line.clock.advance(2999);
  await executor.drain();
  expect(line.exchange.positions()).toHaveLength(1);
  line.clock.advance(1);
  await executor.drain();
  expect(line.exchange.positions()).toEqual([]);
  await executor.drain();
  expect(alerts).toMatchObject([{ decisionId, symbol, phase: 'emergency-exit' }]);
  expect(await line.latched()).toEqual(['HALTED']);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed' });
});

it('a way out that the venue refuses is tried again after a pause that doubles', async () => {
  const line = orderLine();
  await line.approve();
  const venue = line.venue();
  const exits: number[] = [];
  const refusing: Venue = {
    ...venue,
    submit: (order, signal) => {
      if (!order.reduceOnly) return venue.submit(order, signal);
      if (order.instruction.kind === 'market') exits.push(line.clock.now());
      return Promise.resolve({ status: 'rejected', code: 'OTHER', reason: 'no' });
    },
  };
  const executor = line.executor({ venue: refusing });
  through(line);
  await executor.drain();
  for (let passed = 0; passed < 12_000; passed += 250) {
    line.clock.advance(250);
    await executor.drain();
  }
  const waits = exits.slice(1).map((at, index) => at - (exits[index] ?? 0));
  expect(waits).toEqual([1000, 2000, 4000]);
});

it('a plan ends with every trade that the venue has counted, not before', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  await line.bar(prices('42250', '42300', '42100', '42200'), () => executor.drain());
  await executor.stop();
  const venue = line.venue();
  let isDown = true;
  const partly: Venue = {
    ...venue,
    fillsSince: (cursor, signal) =>
      isDown ? Promise.resolve({ status: 'failed', reason: 'down' }) : venue.fillsSince(cursor, signal),
  };
  const next = line.executor({ venue: partly });
  await line.bar(prices('42200', '44300', '42150', '44250'));
  await next.drain();
  expect(line.exchange.positions()).toEqual([]);
  expect((await line.ledger.find(decisionId))?.state).toBe('open');
  isDown = false;
  await next.drain();
  for await (const { status, fills } of next.monitorExecution(decisionId))
    expect([status, fills.map(({ reason }) => reason)]).toEqual([
      'closed',
      ['entry', 'target', 'target', 'target'],
    ]);
  expect((await line.ledger.find(decisionId))?.state).toBe('closed');
});
