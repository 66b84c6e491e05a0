import { CoreError, type RunResult, type TradePlan, type Worker } from '@tradewarden/core';
import { sealAudit } from '@tradewarden/core/audit';
import { operate } from './operator.ts';
import type { SeededRandom } from './seeded-random.ts';
import { SimulatedMessenger } from './simulated-messenger.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { SimulatedTrader } from './simulated-trader.ts';
import type { SimulationRecipes } from './simulation-options.ts';
import { SimulatedOutage } from './venue-port.ts';

/** What a process does, and what it tells about it. */
export interface ProcessWork {
  readonly random: SeededRandom;
  readonly recipes: Partial<SimulationRecipes>;
  /** A decision was acknowledged. */
  readonly decided: (result: RunResult) => void;
  readonly retried: () => void;
  /** The clock of this process steps, forwards or back. */
  readonly stepClock: () => void;
}

const patience = 40;

/** Tries again after outages, as a supervised process does; any other error is a finding. */
async function patiently<T>(
  process: SimulatedProcess,
  work: ProcessWork,
  task: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      const outage = error instanceof SimulatedOutage || isOutage(error);
      if (!outage || attempt === patience) throw error;
      work.retried();
      await process.pause(attempt);
    }
  }
}

const isOutage = (error: unknown): boolean =>
  CoreError.isInstance(error) && (error.code === 'STORE_UNAVAILABLE' || error.code === 'STORE_UNKNOWN');

async function decide(process: SimulatedProcess, work: ProcessWork, plan: TradePlan): Promise<RunResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await process.runner.run(plan);
    if (result.status !== 'failed' || attempt === patience) return result;
    work.retried();
    await process.pause(attempt);
  }
}

/** The chores of a process. Any process does any of them at any time. */
export function choresOf(
  process: SimulatedProcess,
  recipes: Partial<SimulationRecipes>,
): readonly (() => Promise<unknown>)[] {
  const trader: Pick<Worker, 'drain'> | SimulatedTrader =
    recipes.trader?.(process) ?? new SimulatedTrader(process, recipes.traderSeams);
  const messenger = new SimulatedMessenger(process, recipes.settle);
  const sweep = recipes.sweep ?? (({ ledger, clock }) => ledger.sweep(clock.now()));
  return [
    () => trader.drain(),
    () => messenger.drain(),
    () => sweep(process),
    () => sealAudit(process.store, process.book.account),
  ];
}

/** Every plan in an order of its own, with chores between them. */
export async function workThrough(
  process: SimulatedProcess,
  plans: readonly TradePlan[],
  work: ProcessWork,
): Promise<void> {
  const { random, recipes } = work;
  const chores = choresOf(process, recipes);
  const withdraw =
    recipes.withdraw ?? (({ ledger, clock }, id) => ledger.release(id, 'withdrawn', clock.now()));
  for (const plan of random.shuffled(plans)) {
    const result = await decide(process, work, plan);
    if (result.status === 'failed') throw new Error(`${plan.planId} failed: ${result.error?.message}`);
    work.decided(result);
    const { decision } = result;
    if (decision?.reservationId !== undefined && random.chance(0.15)) {
      const { reservationId } = decision;
      await patiently(process, work, () => withdraw(process, reservationId));
    }
    if (random.chance(0.2)) work.stepClock();
    if (random.chance(0.06)) await patiently(process, work, () => operate(process, random));
    for (const chore of chores) if (random.chance(0.3)) await patiently(process, work, chore);
  }
  for (const chore of random.shuffled(chores)) await patiently(process, work, chore);
}
