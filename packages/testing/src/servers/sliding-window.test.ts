import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runsOf } from '../suites/runs-of.ts';
import { SlidingWindow } from './sliding-window.ts';

test('never more than the limit in any window, and never less than fits', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (pauses, limit) => {
      const window = new SlidingWindow(limit, 1000);
      const granted: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        const recent = granted.filter((at) => at > now - 1000).length;
        expect(window.remaining(now)).toBe(limit - recent);
        expect(window.waitMs(now) === 0).toBe(recent < limit);
        if (window.waitMs(now) > 0) continue;
        window.grant(now);
        granted.push(now);
      }
      for (const end of granted)
        expect(granted.filter((at) => at > end - 1000 && at <= end).length).toBeLessThanOrEqual(limit);
    }),
    { numRuns: runsOf(200) },
  );
});

test('the wait is exact to the millisecond', () => {
  const window = new SlidingWindow(2, 1000);
  window.grant(100);
  window.grant(400);
  expect(window.waitMs(700)).toBe(400);
  expect(window.waitMs(1099)).toBe(1);
  expect(window.waitMs(1100)).toBe(0);
});
