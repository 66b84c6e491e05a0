import { expect, test } from 'vitest';
import { runSimulations } from '../src/simulation/run-simulations.ts';
import { runsOf } from '../src/suites/runs-of.ts';

test('no invariant breaks in a storm of faults', { timeout: 3_600_000 }, async () => {
  const seeds = runsOf(2500);
  const faults = { fail: 0.06, loseAnswer: 0.12, die: 0.04 };
  const coverage = await runSimulations({ from: 1_000_000, seeds, plans: 4, processes: 4, faults });
  expect(coverage.decisions).toBe(4 * seeds);
  expect(coverage.deaths).toBeGreaterThan(2 * seeds);
  expect(coverage.lostAnswers).toBeGreaterThan(2 * seeds);
  expect(coverage.orders).toBeGreaterThan(0);
  expect(coverage.duplicateSends).toBeGreaterThan(0);
});
