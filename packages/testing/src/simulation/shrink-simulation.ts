import { simulateState } from './simulate-state.ts';
import type { SimulationOptions, SimulationReport } from './simulation-options.ts';

const mostTries = 400;

/**
 * A failing simulation with as few plans and faults as still fail, one left out at a time, with its history.
 * The order of turns stays drawn from the same seed.
 */
export async function shrinkSimulation(
  options: SimulationOptions,
  failing: SimulationReport,
): Promise<SimulationReport> {
  const without = { plans: new Set(options.without?.plans), faults: new Set(options.without?.faults) };
  let tries = 0;
  const failsWithout = async (kind: 'plans' | 'faults', number: number): Promise<boolean> => {
    if (without[kind].has(number) || tries >= mostTries) return false;
    tries += 1;
    without[kind].add(number);
    if ((await simulateState({ ...options, without })).violations.length > 0) return true;
    without[kind].delete(number);
    return false;
  };
  const plans = Array.from({ length: options.plans ?? 6 }, (_, index) => index);
  for (const plan of plans) await failsWithout('plans', plan);
  let faults = failing.faults;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const fault of faults) isSmaller = (await failsWithout('faults', fault)) || isSmaller;
    faults = (await simulateState({ ...options, without })).faults;
  }
  return simulateState({ ...options, without, keepHistory: true });
}
