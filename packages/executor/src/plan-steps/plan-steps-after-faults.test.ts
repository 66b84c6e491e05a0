import type { OrderRequest } from '@tradewarden/core/venue';
import { describe, expect, it } from 'vitest';
import { long, short } from '../../test/execution-plans.ts';
import { limitRequest, stopRequest, venueFill } from '../../test/order-facts.ts';
import {
  cancelSent,
  entry,
  gone,
  heldBack,
  lost,
  outlook,
  seen,
  sent,
  stepsOf,
  stop,
} from '../../test/sent-orders.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import type { PlanOrder } from './plan-order.ts';

describe('what was held back', () => {
  it.each(['entry', 'stop', 'target', 'exit'] as const)(
    'waits for its time, then goes as it was: %s',
    (role) => {
      const request = role === 'entry' ? limitRequest : stopRequest;
      const again = sent({ role }, request, heldBack);
      const orders =
        role === 'entry'
          ? [again]
          : [entry, again, ...(role === 'target' ? [stop(1, seen(stopRequest))] : [])];
      expect(stepsOf(role, outlook(orders, 4999))).not.toContain('send 0 1');
      expect(stepsOf(role, outlook(orders, 4999))).not.toContain('send 0 2');
      expect(outlook(orders, 5000).steps).toContainEqual(
        expect.objectContaining({ kind: 'send', role, generation: 1, quantity: request.quantity }),
      );
    },
  );
});

describe('the stop', () => {
  it('that is being cancelled is not relied on: the one beside it stays', () => {
    const orders = [entry, stop(1, seen(stopRequest), cancelSent), stop(2, seen(stopRequest))];
    expect(outlook(orders).phase).toBe('protected');
    expect(stepsOf('stop', outlook(orders))).toEqual([]);
  });

  it('that is being cancelled guards nothing: another is placed', () => {
    const made = outlook([entry, stop(1, seen(stopRequest), cancelSent)]);
    expect([made.phase, stepsOf('stop', made)]).toEqual(['unprotected', ['send 0 2']]);
  });

  it('whose fate is unknown is not sent a third time because an older one has ended', () => {
    const ended = stop(1, seen(stopRequest, { status: 'cancelled' }));
    expect(stepsOf('stop', outlook([entry, ended, stop(2, lost)]))).toEqual([]);
  });

  it('becomes smaller with what is held, for the rest of the position may be of another plan', () => {
    const target = { ...limitRequest, side: 'SELL', quantity: '5', reduceOnly: true } as const;
    const before = [
      entry,
      sent({ role: 'target' }, target, seen(target, { status: 'partially-filled', filledQuantity: '4' })),
      stop(1, seen(stopRequest)),
    ];
    expect(outlook(before).steps).toContainEqual(
      expect.objectContaining({ kind: 'send', role: 'stop', quantity: '6', generation: 2 }),
    );
    const smaller = { ...stopRequest, quantity: '6' };
    const both = [...before, sent({ role: 'stop', generation: 2 }, smaller, seen(smaller))];
    expect(stepsOf('stop', outlook(both))).toEqual(['cancel 0 1']);
  });

  it('stays where it is while the average entry is not known', () => {
    const request = { ...limitRequest, side: 'SELL' } as const;
    const target = { ...limitRequest, quantity: '5', reduceOnly: true } as const;
    const counted = (of: OrderRequest): OrderFact =>
      seen(of, { status: 'filled', filledQuantity: of.quantity, updatedAt: 4000 });
    const guard = {
      ...stopRequest,
      side: 'BUY',
      quantity: '5',
      instruction: { kind: 'stop-market', trigger: '105' },
    } as const;
    const made = outlook(
      [
        sent({ role: 'entry' }, request, counted(request)),
        sent({ role: 'target' }, target, counted(target)),
        sent({ role: 'stop' }, guard, seen(guard)),
      ],
      4100,
      short,
    );
    expect([made.phase, stepsOf('stop', made)]).toEqual(['protected', []]);
  });
});

it('what the venue has counted and no trade accounts for is guarded, not left at once', () => {
  const counted = seen(limitRequest, { status: 'partially-filled', filledQuantity: '6', updatedAt: 4000 });
  const made = outlook([sent({ role: 'entry' }, limitRequest, counted)]);
  expect([made.phase, stepsOf('stop', made), stepsOf('exit', made)]).toEqual([
    'unprotected',
    ['send 0 1'],
    [],
  ]);
  // However old it is: the stop comes first, and only what it cannot guard is left.
  const late = outlook([sent({ role: 'entry' }, limitRequest, counted)], 7000);
  expect([late.phase, stepsOf('stop', late)]).toEqual(['unprotected', ['send 0 1']]);
  const refused = stop(1, { kind: 'refused', attempt: 1, code: 'OTHER', reason: 'none today', at: 5 });
  expect(outlook([sent({ role: 'entry' }, limitRequest, counted), refused], 7000).phase).toBe(
    'emergency-exit',
  );
});

it('a stop that the venue has ended is placed again, and left alone after the third', () => {
  const ended = (generation: number): PlanOrder =>
    stop(generation, seen(stopRequest, { status: 'cancelled' }));
  const late = 100_000;
  expect(stepsOf('stop', outlook([entry, ended(1), ended(2)], late))).toEqual(['send 0 3']);
  expect(outlook([entry, ended(1), ended(2), ended(3)], late).phase).toBe('emergency-exit');
});

it('nothing more is entered once the stop was triggered', () => {
  const child = seen(stopRequest, { status: 'triggered', childOrderId: '8' });
  const far = sent({ role: 'entry', leg: 1 }, limitRequest, lost, gone);
  expect(stepsOf('entry', outlook([entry, far, stop(1, seen(stopRequest))]))).toEqual(['send 1 1']);
  expect(stepsOf('entry', outlook([entry, far, stop(1, child)]))).toEqual([]);
  const working = sent({ role: 'entry', leg: 1 }, limitRequest, seen(limitRequest));
  expect(stepsOf('entry', outlook([entry, working, stop(1, child)]))).toEqual(['cancel 1 1']);
});

it('what never reached the venue does not keep a plan from its end', () => {
  const never = sent({ role: 'entry', leg: 1 }, limitRequest, lost, gone);
  expect(outlook([never]).phase).toBe('entering');
  expect(outlook([never], long.expiresAt).phase).toBe('expired');
  const left = { kind: 'filled', fill: venueFill(stopRequest, { quantity: '10', at: 4050 }) } as const;
  expect(outlook([entry, never, stop(1, left)]).phase).toBe('closed');
  const unclear = sent({ role: 'entry', leg: 1 }, limitRequest, lost);
  expect(outlook([unclear], long.expiresAt).phase).toBe('entering');
  expect(outlook([entry, unclear, stop(1, left)]).phase).toBe('protected');
});

it('what the venue says is not there is for a person after the fifth way out, and not tried for ever', () => {
  const exit = (generation: number): PlanOrder =>
    sent({ role: 'exit', generation }, stopRequest, {
      kind: 'refused',
      attempt: 1,
      code: 'REDUCE_ONLY_REJECTED',
      reason: 'nothing to reduce',
      venueAt: 4000 + generation,
      at: 4000 + generation,
    });
  const late = 100_000;
  const tries = [1, 2, 3, 4, 5].map(exit);
  expect(stepsOf('exit', outlook([entry, ...tries.slice(0, 4)], late))).toEqual(['send 0 5']);
  const made = outlook([entry, ...tries], late);
  expect([made.phase, stepsOf('exit', made)]).toEqual(['needs-operator', []]);
  // A trade that was told late shows that it had been left before.
  const left = stop(1, { kind: 'filled', fill: venueFill(stopRequest, { quantity: '10', at: 4050 }) });
  expect(outlook([entry, left, ...tries], late).phase).toBe('closed');
});
