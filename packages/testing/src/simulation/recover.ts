import type { TradePlan } from '@tradewarden/core';
import { releaseAll } from './operator.ts';
import { choresOf } from './process-work.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { simulationStart } from './simulated-plans.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { SimulationRecipes } from './simulation-options.ts';

const rounds = 6;
const mostTurns = 5000;

/** What the one who comes after all crashes does: decides what was never decided, and works until nothing is left. */
export async function recover(
  process: SimulatedProcess,
  world: SimulatedWorld,
  plans: readonly TradePlan[],
  recipes: Partial<SimulationRecipes>,
): Promise<void> {
  const chores = choresOf(process, recipes);
  let isDone = false;
  const clearUp = async (): Promise<void> => {
    for (const plan of plans) await process.runner.run(plan);
    await releaseAll(process);
    world.clock.moveTo(simulationStart + 60_000);
    for (let round = 0; round < rounds; round += 1) {
      world.clock.advance(6000);
      world.venue.trade(1);
      for (const chore of chores) await chore();
    }
    isDone = true;
  };
  const clearing = clearUp().catch((error: unknown) => world.failed(process.name, error));
  await world.scheduler.run(mostTurns, async () => !world.hasFailed());
  if (world.hasFailed()) return;
  if (!isDone) world.violate([`${process.name} never finished`]);
  await clearing;
}
