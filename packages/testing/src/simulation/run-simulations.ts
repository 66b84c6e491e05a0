import assert from 'node:assert/strict';
import { shrinkSimulation } from './shrink-simulation.ts';
import { simulateState } from './simulate-state.ts';
import type { SimulationCoverage, SimulationOptions, SimulationReport } from './simulation-options.ts';

export interface SimulationsOptions extends Omit<SimulationOptions, 'seed' | 'account'> {
  /** The first seed. Default 1. */
  readonly from?: number;
  /** How many seeds. */
  readonly seeds: number;
  /** Whose books, by seed; for simulations that share one state. */
  readonly accountOf?: (seed: number) => string;
}

/**
 * One simulation for each seed. Returns what happened in all of them together: assert that it is not nothing.
 * @throws {AssertionError} the first that violates an invariant, with its seed and the shortest history that still fails.
 */
export async function runSimulations(options: SimulationsOptions): Promise<SimulationCoverage> {
  const { from = 1, seeds, accountOf, ...shared } = options;
  const sums = new Map<string, number>();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const one = { ...shared, seed, ...(accountOf === undefined ? {} : { account: accountOf(seed) }) };
    const report = await simulateState(one);
    // A state that several simulations share still holds the first try: there the history stays as it was.
    if (report.violations.length > 0)
      assert.fail(explain(accountOf === undefined ? await shrinkSimulation(one, report) : report));
    for (const [name, count] of Object.entries<number>({ ...report.coverage }))
      sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sums) as unknown as SimulationCoverage;
}

const explain = ({ seed, violations, faults, history }: SimulationReport): string =>
  [`seed ${seed}: ${violations.join('; ')}`, `faults that it takes: ${faults.join(', ')}`, ...history].join(
    '\n',
  );
