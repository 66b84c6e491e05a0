import type { SubmitOutcome, Venue } from '@tradewarden/core/venue';
import { scriptedFaults } from '@tradewarden/venue-sim/exchange';
import { expect, it } from 'vitest';
import { orderLine, prices } from '../../test/order-line.ts';
import { outcomeFact } from './outcome-fact.ts';

const sent = { attempt: 2, at: 10, venueAt: 1010, boundAt: 7000 };

it.each<readonly [SubmitOutcome, object]>([
  [
    { status: 'throttled', retryAfterMs: 1500.2 },
    { kind: 'held-back', retryAt: 2511 },
  ],
  [
    { status: 'throttled', retryAfterMs: -5 },
    { kind: 'held-back', retryAt: 1010 },
  ],
  [
    { status: 'not-sent', reason: 'no line' },
    { kind: 'held-back', retryAt: 2010, reason: 'no line' },
  ],
  [
    { status: 'rejected', code: 'EXPIRED_REQUEST', reason: 'late' },
    { kind: 'held-back', retryAt: 2010 },
  ],
  [
    { status: 'rejected', code: 'OTHER', reason: 'no' },
    { kind: 'refused', code: 'OTHER', venueAt: 1010 },
  ],
  [{ status: 'duplicate' }, { kind: 'refused', code: 'DUPLICATE_ID' }],
  [
    { status: 'unknown', reason: '?' },
    { kind: 'unanswered', boundAt: 7000 },
  ],
  [
    { status: 'unknown', reason: '?', boundAt: 9000 },
    { kind: 'unanswered', boundAt: 9000 },
  ],
  [
    { status: 'unknown', reason: '?', boundAt: 20 },
    { kind: 'unanswered', boundAt: 7000 },
  ],
])('%j is %j', (outcome, fact) => {
  expect(outcomeFact(outcome, sent)).toMatchObject({ attempt: 2, at: 10, ...fact });
});

it('a venue that wants a pause gets no more entries in it, and stops all the same', async () => {
  const line = orderLine();
  await line.approve();
  const executor = line.executor();
  await line.bar(prices('42300', '42310', '42290', '42300'), () => executor.drain());
  const busy = line.venue(
    scriptedFaults([{ call: 'submit', nth: 1, fate: { kind: 'throttled', retryAfterMs: 2000 } }]),
  );
  await executor.stop();
  const next = line.executor({ venue: busy, protectWithinMs: 10_000 });
  line.exchange.quote('BTC/USDT', { bid: '42149', ask: '42150' }, line.clock.now());
  await next.drain();
  const stops = (): number =>
    line.exchange.openOrders().filter(({ namespace }) => namespace === 'conditional').length;
  expect(stops()).toBe(0);
  line.clock.advance(1999);
  await next.drain();
  expect(stops()).toBe(0);
  line.clock.advance(1);
  await next.drain();
  expect(stops()).toBe(1);
});

it('what is over, latched, stopped or refused by a safeguard is never sent', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const refusal = { code: 'COLLAR', reason: 'too far from the market' };
  const executor = line.executor({ safeguards: { beforeSend: () => Promise.resolve(refusal) } });
  await executor.drain();
  expect(line.entries('accepted')).toEqual([]);
  const facts = (await executor.journal.find(decisionId))?.orders[0]?.facts ?? [];
  expect(facts).toMatchObject([
    { kind: 'intended' },
    { kind: 'denied', reason: 'COLLAR: too far from the market' },
  ]);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed', why: 'not-placed' });
});

it('a kill between the durable send and the request still stops it', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  let stopped: string | undefined;
  const executor = line.executor({
    safeguards: { stopped: () => stopped },
    crash: (point) => {
      if (point === 'sending') stopped = 'killed';
    },
  });
  await executor.drain();
  expect(line.entries('accepted')).toEqual([]);
  expect(await line.ledger.find(decisionId)).toMatchObject({ state: 'closed' });
});

it('a venue that forgets an order which it had shown needs a person; what is held is guarded anew', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(prices('42300', '42310', '42290', '42300'), () => executor.drain());
  await line.bar(prices('42250', '42300', '42100', '42200'), () => executor.drain());
  await executor.stop();
  const venue = line.venue();
  const first = line.exchange.openOrders().find(({ namespace }) => namespace === 'conditional');
  const isForgotten = (id: string): boolean => id === first?.clientOrderId;
  const forgetful: Venue = {
    ...venue,
    openOrders: async (scope, signal) => {
      const read = await venue.openOrders(scope, signal);
      return read.status === 'failed'
        ? read
        : { ...read, value: read.value.filter(({ clientOrderId }) => !isForgotten(clientOrderId)) };
    },
    lookup: async (address, signal) =>
      isForgotten(address.clientOrderId)
        ? { status: 'not-found', asOf: line.clock.now() }
        : venue.lookup(address, signal),
  };
  const next = line.executor({ venue: forgetful });
  await next.drain();
  expect(await line.latched()).toEqual([]);
  line.clock.advance(600);
  await next.drain();
  expect(await line.latched()).toEqual(['HALTED']);
  const generations = (await next.journal.find(decisionId))?.orders
    .filter(({ role }) => role === 'stop')
    .map(({ generation }) => generation);
  expect(generations).toEqual([1, 2]);
});
