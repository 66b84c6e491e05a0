import { namespaceOf } from '@tradewarden/core/venue';
import { runsOf } from '@tradewarden/testing';
import { Exchange } from '@tradewarden/venue-sim/exchange';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitRequest, stopRequest } from '../../test/order-facts.ts';
import { foldOrder } from './fold-order.ts';
import type { OrderFact } from './order-fact.ts';
import { orderTransitions } from './order-status.ts';

/** What may happen next to an order; what cannot happen at that moment is left out. */
const step = fc.oneof(
  fc.constantFrom(
    'send',
    'send-and-lose',
    'lose-the-request',
    'prove-absence',
    'look',
    'trades',
    'cancel',
    'cancel-and-lose',
    'lose-the-cancel',
    'deny',
    'throttle',
  ),
  fc.integer({ min: 850, max: 1150 }),
);

/** Lives one order at the real exchange, and gives every fact in the order in which it was learned. */
function live(request: typeof limitRequest, steps: readonly (string | number)[]): readonly OrderFact[] {
  const { symbol, clientOrderId } = request;
  const exchange = new Exchange({
    instruments: [{ symbol, base: 'BTC', quote: 'USDT', step: '1', tick: '0.1' }],
    deposits: { USDT: '100000' },
    participation: '0.5',
  });
  const address = { clientOrderId, namespace: namespaceOf(request.instruction) };
  let at = 1;
  exchange.quote(symbol, { bid: '100.5', ask: '100.6' }, at);
  if (request.reduceOnly)
    exchange.submit(
      { ...limitRequest, clientOrderId: 'position', validUntil: 1e9, instruction: { kind: 'market' } },
      at,
    );
  const facts: OrderFact[] = [{ kind: 'intended', request, at }];
  const stateNow = () => foldOrder(facts);
  const send = (): OrderFact | undefined => {
    const placed = exchange.submit({ ...request, validUntil: 1e9 }, at);
    if (placed.status !== 'rejected') return { kind: 'seen', order: placed.order, at };
    const { code, reason } = placed;
    return { kind: 'refused', attempt: stateNow()?.attempt ?? 1, code, reason, at };
  };
  for (const what of steps) {
    at += 1;
    const view = stateNow();
    const maySend = view?.state === 'intended' || view?.state === 'absent';
    const attempt = (view?.attempt ?? 0) + 1;
    const known = exchange.order(address);
    if (typeof what === 'number') {
      exchange.trade(symbol, { price: (what / 10).toFixed(1), quantity: '4' }, at);
      continue;
    }
    if (maySend && ['send', 'send-and-lose', 'lose-the-request', 'throttle'].includes(what)) {
      facts.push({ kind: 'sending', attempt, at });
      const answer = what === 'send' || what === 'send-and-lose' ? send() : undefined;
      if (what === 'send' && answer !== undefined) facts.push(answer);
      else if (what === 'throttle')
        facts.push({ kind: 'held-back', attempt, retryAt: at + 1, reason: '429', at });
      else facts.push({ kind: 'unanswered', attempt, boundAt: at + 5, at });
    }
    if (what === 'prove-absence' && view?.state === 'unknown' && known === undefined)
      facts.push({ kind: 'absent', attempt: view.attempt, at });
    // By another process, whatever is on its way.
    if (what === 'deny') facts.push({ kind: 'denied', reason: 'latched', at });
    if (what === 'look' && known !== undefined) {
      facts.push({ kind: 'seen', order: known, at });
      const child = exchange.ledger.findLast(
        (entry) => 'order' in entry && entry.order.venueOrderId === known.childOrderId,
      );
      if (child !== undefined && 'order' in child)
        facts.push({ kind: 'child-seen', order: { ...child.order, clientOrderId }, at });
    }
    if (what === 'trades')
      for (const entry of exchange.ledger)
        if (
          entry.kind === 'filled' &&
          known !== undefined &&
          [known.venueOrderId, known.childOrderId].includes(entry.fill.venueOrderId)
        )
          facts.push({ kind: 'filled', fill: entry.fill });
    if (what.includes('cancel') && (view?.state === 'open' || view?.state === 'partial')) {
      facts.push({ kind: 'cancel-sent', at });
      const order = what === 'lose-the-cancel' ? undefined : exchange.cancel(address, at);
      at += 1;
      if (what === 'cancel' && order !== undefined) facts.push({ kind: 'seen', order, at });
      else facts.push({ kind: 'cancel-unclear', at });
    }
  }
  return facts;
}

it('a life at the exchange goes along the table of transitions only, and never says less than is true', () => {
  const states = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(limitRequest, stopRequest),
      fc.array(step, { minLength: 1, maxLength: 30 }),
      (request, steps) => {
        const facts = live(request, steps);
        for (let count = 2; count <= facts.length; count += 1) {
          const [before, after] = [foldOrder(facts.slice(0, count - 1)), foldOrder(facts.slice(0, count))];
          if (before === undefined || after === undefined) throw new Error('an intent is always known');
          states.add(after.state);
          if (after.state !== before.state) expect(orderTransitions[before.state]).toContain(after.state);
        }
      },
    ),
    { numRuns: runsOf(2000) },
  );
  // A property over few states would show little.
  expect(states.size).toBeGreaterThan(11);
});
