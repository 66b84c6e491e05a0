import { Decimal } from '@tradewarden/core';
import { describe, expect, it } from 'vitest';
import { long } from '../../test/execution-plans.ts';
import { limitRequest, stopRequest, venueFill } from '../../test/order-facts.ts';
import { entry, outlook, seen, sent, stepsOf, stop } from '../../test/sent-orders.ts';
import type { PlanOrder } from './plan-order.ts';
import { type PlanOutlook, planSteps } from './plan-steps.ts';

describe('a part that orders of another plan have closed', () => {
  const offer = (leg: number, quantity: string): PlanOrder => {
    const request = { ...limitRequest, side: 'SELL', quantity, reduceOnly: true } as const;
    return sent({ role: 'target', leg }, request, seen(request));
  };
  const targets = [offer(0, '5'), offer(1, '3'), offer(2, '2')];
  const after = (taken: number, now = 4100): PlanOutlook =>
    planSteps(long, [entry, stop(1, seen(stopRequest)), ...targets], {
      now,
      entriesAllowed: true,
      taken: Decimal.of(String(taken)),
    });

  it('is guarded and offered no more, the farthest targets first, and no entry goes on', () => {
    expect(after(0).steps.map(({ kind, role }) => `${kind} ${role}`)).toEqual(['send entry']);
    const made = after(4);
    expect([made.phase, made.holding.held.toString()]).toEqual(['protected', '6']);
    expect(stepsOf('target', made)).toEqual(['cancel 2 1', 'cancel 1 1']);
    expect(stepsOf('stop', made)).toEqual(['send 0 2']);
    expect(stepsOf('entry', made)).toEqual([]);
  });

  it('ends the plan when it was all', () => {
    const made = after(10);
    expect(stepsOf('target', made)).toHaveLength(3);
    expect(stepsOf('stop', made)).toEqual(['cancel 0 1']);
  });
});

it('what was closed beyond all that plans hold is for a person, once their trades must be known', () => {
  const twice = (generation: number): PlanOrder =>
    stop(generation, {
      kind: 'filled',
      fill: venueFill(stopRequest, { tradeId: `t${generation + 1}`, quantity: '10', at: 5000 }),
    });
  expect(outlook([entry, twice(1), twice(2)], 7999).phase).toBe('protected');
  expect(outlook([entry, twice(1), twice(2)], 8000).phase).toBe('needs-operator');
});
