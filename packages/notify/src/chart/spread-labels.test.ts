import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

test('labels stay in order, inside, and apart, and do not move without need', () => {
  expect(spreadLabels([300, 100], 50, 0, 400)).toEqual([300, 100]);
  expect(spreadLabels([100, 110, 120], 50, 0, 400)).toEqual([100, 150, 200]);
  expect(spreadLabels([390, 395], 50, 0, 400)).toEqual([350, 400]);
  const heights = fc.array(fc.integer({ min: -50, max: 450 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(heights, (wanted) => {
      const sorted = wanted.toSorted((a, b) => a - b);
      const placed = spreadLabels(sorted, 50, 0, 400);
      for (const [index, y] of placed.entries()) {
        expect(y >= 0 && y <= 400).toBe(true);
        if (index > 0) expect(y - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(50);
      }
    }),
    { numRuns: runsOf(300) },
  );
});
