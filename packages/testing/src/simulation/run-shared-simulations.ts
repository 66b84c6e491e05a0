import assert from 'node:assert/strict';
import type { Clock, StoreDriver } from '@tradewarden/core';
import { runSimulations } from './run-simulations.ts';

export interface SharedSimulationsOptions {
  /** How many seeds. */
  readonly seeds: number;
  /** One handle more on the engine; all of them see the same data. */
  readonly open: (clock: Clock) => Promise<StoreDriver>;
}

const handleCount = 3;
const plans = 5;
/** What has to happen in some of the simulations, or they have shown nothing. */
const wanted = ['orders', 'deaths', 'lostAnswers', 'retries', 'rejections', 'expiries'] as const;

/**
 * Simulations on one real engine, each with an account of its own; the time of the engine is that of the seed that
 * runs. Takes a few handles, as processes of one machine would.
 * @throws {AssertionError} an invariant broke, or nothing happened that could break one.
 */
export async function runSharedSimulations({ seeds, open }: SharedSimulationsOptions): Promise<void> {
  let clock: Clock | undefined;
  const time: Clock = {
    now: () => clock?.now() ?? 0,
    sleep: async (ms, signal) => clock?.sleep(ms, signal),
  };
  const handles: StoreDriver[] = [];
  for (let index = 0; index < handleCount; index += 1) handles.push(await open(time));
  let opened = 0;
  const next = async (): Promise<StoreDriver> => {
    opened += 1;
    const handle = handles[opened % handles.length];
    if (handle === undefined) throw new RangeError('there is no handle');
    return handle;
  };
  const coverage = await runSimulations({
    seeds,
    plans,
    accountOf: (seed) => `seed-${seed}`,
    state: async (now) => {
      clock = now;
      return { open: next };
    },
  });
  for (const driver of handles) await driver.close();
  assert.equal(coverage.decisions, plans * seeds, 'every plan is decided once');
  for (const name of wanted) assert.ok(coverage[name] > 0, `no ${name} in ${seeds} simulations`);
}
