import { StoreUnknownError } from '@tradewarden/core';
import { describe, expect, test } from 'vitest';
import { overriddenDriver } from '../src/fakes/overridden-store.ts';
import { runSimulations } from '../src/simulation/run-simulations.ts';
import { simulateState } from '../src/simulation/simulate-state.ts';
import type { SimulationOptions } from '../src/simulation/simulation-options.ts';
import { simulationMutants } from './simulation-mutants.ts';

/** Within the seeds that every run of the tests makes. */
const seeds = 2500;
const minute = 60_000;

describe('the simulation catches', () => {
  test.each(simulationMutants)('$name', { timeout: 2 * minute }, async ({ caughtBy, mistake }) => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { violations } = await simulateState({ seed, plans: 5, ...mistake });
      if (violations.some((violation) => caughtBy.test(violation))) return;
    }
    expect.unreachable(`not caught in ${seeds} seeds`);
  });
});

describe('the simulation lets pass what makes no difference', () => {
  /** Self-fencing settles both: the fence of the plan's key comes before any of these. */
  const equivalent: readonly (readonly [string, Pick<SimulationOptions, 'recipes'>])[] = [
    [
      'sending the same commit again after a lost answer, with its checks',
      {
        recipes: {
          handle: (driver) =>
            overriddenDriver(driver, {
              commit: async (batch) =>
                driver.commit(batch).catch((error: unknown) => {
                  if (!StoreUnknownError.isInstance(error)) throw error;
                  return driver.commit(batch);
                }),
            }),
        },
      },
    ],
    [
      'reserving without checking that the reservation is absent, since the plan is checked',
      {
        recipes: {
          driver: (driver) =>
            overriddenDriver(driver, {
              commit: (batch) =>
                driver.commit(
                  batch.map((commit) => ({
                    ...commit,
                    checks: commit.checks.filter(
                      ({ key, version }) => !(version === 0 && key.includes('/res/')),
                    ),
                  })),
                ),
            }),
        },
      },
    ],
  ];

  test.each(equivalent)('%s', async (_name, mistake) => {
    expect((await runSimulations({ seeds: 200, plans: 5, ...mistake })).decisions).toBe(1000);
  });
});
