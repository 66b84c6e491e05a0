import { expect, test } from 'vitest';
import { runSimulations } from '../src/simulation/run-simulations.ts';
import { shrinkSimulation } from '../src/simulation/shrink-simulation.ts';
import { simulateState } from '../src/simulation/simulate-state.ts';
import { runsOf } from '../src/suites/runs-of.ts';
import { simulationMutants } from './simulation-mutants.ts';

test('a seed is one history, and another seed another', async () => {
  const hashes = new Set<string>();
  for (const seed of [1, 2, 3, 1, 2, 3]) hashes.add((await simulateState({ seed })).hash);
  expect(hashes.size).toBe(3);
});

test('a failing history comes with its seed, and without what it does not need', async () => {
  const { mistake } = simulationMutants.find(({ name }) => name.startsWith('withdrawing'))!;
  const failing = runSimulations({ seeds: 200, ...mistake });
  await expect(failing).rejects.toThrow(/^seed \d+: I5 p\d has a live order[^]*fault|VIOLATION/);
  for (let seed = 1; seed < 200; seed += 1) {
    const report = await simulateState({ seed, ...mistake });
    if (report.violations.length === 0) continue;
    const small = await shrinkSimulation({ seed, ...mistake }, report);
    expect(small.violations).not.toEqual([]);
    expect(small.history.at(-1)).toMatch(/VIOLATION|rejected|approved/);
    // Without a plan other faults may happen, and some histories need every plan: look for one that loses both.
    const lostPlans = small.coverage.decisions < report.coverage.decisions;
    if (lostPlans && small.faults.length < report.faults.length) return;
  }
  expect.unreachable('no failing history lost plans and faults');
});

test('no invariant breaks in the usual weather', { timeout: 3_600_000 }, async () => {
  const seeds = runsOf(2500);
  const coverage = await runSimulations({ seeds, plans: 5 });
  expect(coverage.decisions).toBe(5 * seeds);
  expect(coverage.deaths).toBeGreaterThan(seeds / 2);
  expect(coverage.lostAnswers).toBeGreaterThan(seeds);
  expect(coverage.orders).toBeGreaterThan(seeds / 2);
  expect(coverage.fills).toBeGreaterThan(seeds / 2);
  const rare = [
    'rejections',
    'powerLosses',
    'refusedCalls',
    'retries',
    'expiries',
    'clockJumps',
    'latchings',
  ] as const;
  for (const name of rare) expect(coverage[name], name).toBeGreaterThan(seeds / 10);
  expect(coverage.duplicateSends).toBeGreaterThan(0);
  expect(coverage.duplicateMessages).toBeGreaterThan(0);
});
