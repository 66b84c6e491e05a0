import { expect, test } from 'vitest';
import { Sweeps } from './sweeps.ts';

test('lone commits sweep every 20 ms, batches always, and a clock that goes back stops nothing', () => {
  const sweeps = new Sweeps();
  expect([1000, 1000, 1019, 1020, 1039].map((now) => sweeps.isDue(now, 1))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(sweeps.isDue(1039, 2)).toBe(true);
  expect([500, 519, 520].map((now) => sweeps.isDue(now, 1))).toEqual([true, false, true]);
});
