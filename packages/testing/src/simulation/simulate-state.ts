import { type Clock, type RunResult, VirtualClock } from '@tradewarden/core';
import { SeededFaults } from '../fakes/driver-faults.ts';
import { syncingDriver } from '../fakes/syncing-driver.ts';
import { CountedFaults } from './counted-faults.ts';
import { finalViolations } from './final-checks.ts';
import { workThrough } from './process-work.ts';
import { recover } from './recover.ts';
import { SeededRandom } from './seeded-random.ts';
import { noFaults, type SimulatedProcess, startProcess } from './simulated-process.ts';
import { simulatedPlans, simulationStart } from './simulated-plans.ts';
import { SimulatedWorld } from './simulated-world.ts';
import type { SimulatedState, SimulationOptions, SimulationReport } from './simulation-options.ts';

const skewMs = 250;
/** Far more than any history needs: a simulation that takes longer is stuck. */
const mostTurns = 30_000;
const restarts = 2;

/**
 * One history of several processes that decide, commit, place, announce and sweep over one state, while calls fail,
 * answers get lost, processes die, power fails and clocks jump; then a last process clears up. The parts are those
 * of core; only the store's driver, the venue, the channel and the time are simulated. Everything follows from the seed.
 */
export async function simulateState(options: SimulationOptions): Promise<SimulationReport> {
  const random = new SeededRandom(options.seed);
  const clock = new VirtualClock(simulationStart);
  const state = await (options.state ?? onSimulatedDisk)(clock);
  const { recipes = {}, without } = options;
  const account = options.account ?? 'main';
  const book = { account, mode: 'paper', venue: 'simulated' } as const;
  const world = new SimulatedWorld({
    book,
    clock,
    random,
    driver: await state.open(),
    keep: options.keepHistory === true,
  });
  const { scheduler, record } = world;
  const drawn = simulatedPlans(random, options.plans ?? 6);
  const plans = drawn.filter((_, index) => without?.plans.has(index) !== true);
  const faults = new CountedFaults(
    new SeededFaults(random, options.faults),
    without?.faults ?? new Set(),
    record,
  );
  const processes: SimulatedProcess[] = [];
  const acknowledged: RunResult[] = [];

  const start = async (name: string): Promise<void> => {
    let offset = random.below(2 * skewMs) - skewMs;
    const driver = world.under(await state.open(), recipes);
    const process = startProcess(world, {
      name,
      driver,
      faults,
      skewMs,
      offsetMs: () => offset,
      ...(recipes.handle === undefined ? {} : { handle: recipes.handle }),
    });
    processes.push(process);
    const work = {
      random,
      recipes,
      decided: (result: RunResult) => acknowledged.push(result),
      retried: () => (world.retries += 1),
      stepClock: () => (offset = random.below(2 * skewMs) - skewMs),
    };
    workThrough(process, plans, work).catch((error: unknown) => world.failed(name, error));
  };
  for (let index = 0; index < (options.processes ?? 3); index += 1) await start(`w${index}`);
  const powerFailsAt = state.crash !== undefined && random.chance(0.3) ? 50 + random.below(300) : Infinity;
  let [started, powerLosses] = [0, 0];
  await scheduler.run(mostTurns, async () => {
    if (world.turns === powerFailsAt && powerLosses === 0) {
      record('power fails');
      powerLosses += 1;
      for (const process of processes) process.gone = true;
      await state.crash?.();
    }
    world.maybeJump();
    if (started < restarts && processes.some(({ gone }) => gone) && random.chance(0.1)) {
      started += 1;
      await start(`again${started}`);
    }
    return !world.hasFailed();
  });
  for (const process of processes) process.gone = true;
  const last = startProcess(world, {
    name: 'last',
    driver: world.under(await state.open(), recipes),
    faults: noFaults,
    skewMs,
    offsetMs: () => 0,
  });
  if (!world.hasFailed()) await recover(last, world, plans, recipes);
  if (!world.hasFailed()) {
    const { venue, invariants, deliveries, driver } = world;
    const liveOrders = venue.live().length;
    const end = { driver, book, clock, plans, invariants, acknowledged, deliveries, liveOrders };
    world.violate(await finalViolations(end));
  }
  await state.close?.();
  return world.report(options.seed, faults, powerLosses);
}

/** Memory on a disk that forgets what was not synced when the power fails. */
async function onSimulatedDisk(clock: Clock): Promise<SimulatedState> {
  const { driver, crash } = syncingDriver({ clock });
  return { open: async () => driver, crash };
}
