import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFact, limitRequest, stopRequest, venueFill, venueOrder } from '../../test/order-facts.ts';
import { foldOrder } from './fold-order.ts';
import type { OrderFact } from './order-fact.ts';
import { orderTransitions } from './order-status.ts';

const intended: OrderFact = { kind: 'intended', request: limitRequest, at: 0 };
const sending = (attempt = 1): OrderFact => ({ kind: 'sending', attempt, at: attempt });
const seen = (rest: Parameters<typeof venueOrder>[1] = {}, at = 5): OrderFact => ({
  kind: 'seen',
  order: venueOrder(limitRequest, rest),
  at,
});
const filled = (tradeId: string, quantity: string): OrderFact => ({
  kind: 'filled',
  fill: venueFill(limitRequest, { tradeId, quantity }),
});
const state = (...facts: readonly OrderFact[]): string | undefined => foldOrder([intended, ...facts])?.state;

describe('the state of an order', () => {
  it.each<[string, readonly OrderFact[]]>([
    ['intended', []],
    ['denied', [{ kind: 'denied', reason: 'latched', at: 1 }]],
    ['sending', [sending()]],
    ['intended', [sending(), { kind: 'held-back', attempt: 1, retryAt: 9, reason: 'throttled', at: 2 }]],
    ['rejected', [sending(), { kind: 'refused', attempt: 1, code: 'FILTER_PRICE', reason: 'grid', at: 2 }]],
    ['unknown', [sending(), { kind: 'unanswered', attempt: 1, boundAt: 9, at: 2 }]],
    [
      'absent',
      [
        sending(),
        { kind: 'unanswered', attempt: 1, boundAt: 9, at: 2 },
        { kind: 'absent', attempt: 1, at: 3 },
      ],
    ],
    ['open', [sending(), seen()]],
    ['open', [sending(), { kind: 'absent', attempt: 1, at: 3 }, seen()]],
    ['partial', [sending(), seen(), filled('t1', '4')]],
    ['filled', [sending(), filled('t1', '4'), filled('t2', '6')]],
    ['filled', [sending(), seen({ status: 'filled', filledQuantity: '10' })]],
    ['cancelling', [sending(), seen(), { kind: 'cancel-sent', at: 6 }]],
    [
      'cancel-unknown',
      [sending(), seen(), { kind: 'cancel-sent', at: 6 }, { kind: 'cancel-unclear', at: 7 }],
    ],
    [
      'open',
      [sending(), seen(), { kind: 'cancel-sent', at: 6 }, { kind: 'cancel-unclear', at: 7 }, seen({}, 8)],
    ],
    ['cancelled', [sending(), seen(), seen({ status: 'cancelled', updatedAt: 3 })]],
    ['expired', [sending(), seen({ status: 'expired', updatedAt: 3 }), filled('t1', '4')]],
    ['filled', [sending(), seen({ status: 'cancelled', updatedAt: 3 }), filled('t1', '10')]],
    ['needs-operator', [sending(), seen({ side: 'SELL' })]],
    ['needs-operator', [sending(), seen({ quantity: '11' })]],
    ['needs-operator', [sending(), seen(), seen({ venueOrderId: '8' })]],
    ['needs-operator', [sending(), seen(), { kind: 'child-seen', order: venueOrder(stopRequest), at: 6 }]],
    ['needs-operator', [sending(), filled('t1', '11')]],
    ['needs-operator', [{ kind: 'intended', request: { ...limitRequest, quantity: '11' }, at: 0 }]],
    ['needs-operator', [sending(), { kind: 'abandoned', reason: 'no bound', at: 4 }]],
  ])('%s', (expected, facts) => {
    expect(state(...facts)).toBe(expected);
  });

  it('of a first attempt without an answer stays unknown whatever a second one was told', () => {
    expect(
      state(sending(1), { kind: 'unanswered', attempt: 1, boundAt: 9, at: 2 }, sending(2), {
        kind: 'refused',
        attempt: 2,
        code: 'DUPLICATE_ID',
        reason: 'known',
        at: 3,
      }),
    ).toBe('unknown');
  });

  it('that two processes intended alike is one intent', () => {
    const { quantity, ...rest } = limitRequest;
    expect(state({ kind: 'intended', request: { ...rest, quantity }, at: 3 })).toBe('intended');
  });

  it('that the venue knows already is looked up, also when it was thought to be gone', () => {
    const duplicate = (attempt: number): OrderFact => ({
      kind: 'refused',
      attempt,
      code: 'DUPLICATE_ID',
      reason: 'known',
      at: 3,
    });
    const lost: OrderFact = { kind: 'unanswered', attempt: 1, boundAt: 9, at: 2 };
    expect(state(sending(1), duplicate(1))).toBe('unknown');
    const again = [sending(1), lost, { kind: 'absent', attempt: 1, at: 3 }, sending(2)] as const;
    expect(state(...again, duplicate(2))).toBe('unknown');
    expect(state(...again, duplicate(2), seen())).toBe('open');
  });

  it('that is denied while a send has no answer stays unknown until it is proven to be gone', () => {
    const facts = [
      sending(),
      { kind: 'unanswered', attempt: 1, boundAt: 9, at: 2 },
      { kind: 'denied', reason: 'latched', at: 3 },
    ] as const;
    expect(state(...facts)).toBe('unknown');
    expect(state(...facts, { kind: 'absent', attempt: 1, at: 10 })).toBe('denied');
  });

  it('of a rejected order that traded keeps its fills, and says that it is over', () => {
    const view = foldOrder([
      intended,
      sending(),
      filled('t1', '5'),
      seen({ status: 'rejected', updatedAt: 4 }),
    ]);
    expect([view?.state, view?.filled.toString()]).toEqual(['rejected', '5']);
  });

  it('says what the venue counts as filled and no trade accounts for', () => {
    const view = foldOrder([
      intended,
      sending(),
      seen({ status: 'partially-filled', filledQuantity: '4', updatedAt: 3 }),
      seen({ status: 'partially-filled', filledQuantity: '6', updatedAt: 7 }),
      filled('t1', '4'),
    ]);
    expect([view?.filled.toString(), view?.unaccounted.toString()]).toEqual(['6', '2']);
    expect(view?.unaccountedSince).toBe(7);
  });

  it('of a triggered stop ends with its child alone', () => {
    const stop: OrderFact = { kind: 'intended', request: stopRequest, at: 0 };
    const triggered: OrderFact = {
      kind: 'seen',
      order: venueOrder(stopRequest, { status: 'triggered', childOrderId: '8' }),
      at: 5,
    };
    const child = (status: 'cancelled' | 'filled' | 'rejected', filledQuantity: string): OrderFact => ({
      kind: 'child-seen',
      order: venueOrder(stopRequest, { venueOrderId: '8', status, filledQuantity, updatedAt: 6 }),
      at: 6,
    });
    expect(foldOrder([stop, sending(), triggered])?.state).toBe('triggered');
    for (const [end, filledQuantity] of [
      ['filled', '10'],
      ['cancelled', '3'],
      ['rejected', '0'],
    ] as const) {
      expect(foldOrder([stop, sending(), triggered, child(end, filledQuantity)])?.state).toBe(end);
      expect(orderTransitions.triggered).toContain(end);
    }
  });
});

describe('for any set of facts', () => {
  const sets = fc
    .constantFrom(limitRequest, stopRequest)
    .chain((request) =>
      fc
        .array(anyFact(request), { maxLength: 12 })
        .map((facts): readonly OrderFact[] => [{ kind: 'intended', request, at: 0 }, ...facts]),
    );
  const numRuns = runsOf(10_000);

  it('neither the order nor the repetition of facts matters', () => {
    fc.assert(
      fc.property(
        sets.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts], { minLength: facts.length }),
            fc.subarray([...facts]),
          ),
        ),
        ([facts, shuffled, repeated]) => {
          // As text, since `toEqual` does not look into a Decimal.
          expect(JSON.stringify(foldOrder([...shuffled, ...repeated]))).toBe(
            JSON.stringify(foldOrder(facts)),
          );
        },
      ),
      { numRuns },
    );
  });

  it('another fact never lowers what is filled, and never revives what needs a person', () => {
    fc.assert(
      fc.property(sets, anyFact(limitRequest), (facts, more) => {
        const [before, after] = [foldOrder(facts), foldOrder([...facts, more])];
        expect(after?.filled.gte(before?.filled ?? 0)).toBe(true);
        if (before?.state === 'needs-operator') expect(after?.state).toBe('needs-operator');
        if (before?.state === 'filled') expect(['filled', 'needs-operator']).toContain(after?.state);
      }),
      { numRuns },
    );
  });
});
