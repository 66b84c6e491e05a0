import { describe, expect, it } from 'vitest';
import { long, short } from '../../test/execution-plans.ts';
import { limitRequest, stopRequest, venueFill } from '../../test/order-facts.ts';
import { entry, gone, lost, seen, sent, stepsOf, stop } from '../../test/sent-orders.ts';
import type { ExecutionPlan } from './execution-plan.ts';
import type { PlanOrder } from './plan-order.ts';
import { type PlanOutlook, planSteps } from './plan-steps.ts';

describe('a stop that follows the price', () => {
  const trailing: ExecutionPlan = { ...long, trail: { percent: '2', after: 0 } };
  const at = (price: string, orders: readonly PlanOrder[], plan = trailing): PlanOutlook =>
    planSteps(plan, [entry, ...orders], { now: 4100, entriesAllowed: true, price });
  const moved = { ...stopRequest, instruction: { kind: 'stop-market', trigger: '101.9' } } as const;

  it('waits while one is on its way, and goes on from where one arrived', () => {
    const first = stop(1, seen(stopRequest));
    expect(at('104', [first]).steps).toContainEqual(
      expect.objectContaining({ role: 'stop', instruction: moved.instruction, generation: 2 }),
    );
    const unclear = sent({ role: 'stop', generation: 2 }, moved, lost);
    expect(stepsOf('stop', at('109', [first, unclear]))).toEqual([]);
    const arrived = sent({ role: 'stop', generation: 2 }, moved, seen(moved));
    expect(stepsOf('stop', at('103', [first, arrived]))).toEqual(['cancel 0 1']);
    expect(stepsOf('stop', at('109', [first, arrived]))).toEqual(['send 0 3']);
    const never = sent({ role: 'stop', generation: 2 }, moved, lost, gone);
    expect(stepsOf('stop', at('109', [first, never]))).toEqual(['send 0 3']);
  });

  it('that came too near leaves the one that works, and what fills afterwards is guarded, not left', () => {
    const near = sent({ role: 'stop', generation: 2 }, moved, {
      kind: 'refused',
      attempt: 1,
      code: 'WOULD_TRIGGER_IMMEDIATELY',
      reason: 'too near',
      at: 5,
    });
    const part = { ...stopRequest, quantity: '6' } as const;
    const made = at('104', [sent({ role: 'stop' }, part, seen(part)), near]);
    expect([made.phase, stepsOf('stop', made)]).toEqual(['unprotected', ['send 0 3']]);
  });

  it('is not let back when the venue ends it', () => {
    const ended = sent({ role: 'stop', generation: 2 }, moved, seen(moved, { status: 'cancelled' }));
    expect(at('103', [stop(1, seen(stopRequest, { status: 'cancelled' })), ended]).steps).toContainEqual(
      expect.objectContaining({ role: 'stop', instruction: moved.instruction }),
    );
  });

  it('goes down for a short', () => {
    const plan: ExecutionPlan = { ...short, trail: { percent: '2', after: 0 } };
    const request = { ...limitRequest, side: 'SELL' } as const;
    const fill = venueFill(request, { quantity: '10', at: 4000 });
    const made = planSteps(plan, [sent({ role: 'entry' }, request, { kind: 'filled', fill })], {
      now: 4100,
      entriesAllowed: true,
      price: '96',
    });
    expect(made.steps[0]).toMatchObject({
      side: 'BUY',
      instruction: { kind: 'stop-market', trigger: '98' },
    });
  });
});
