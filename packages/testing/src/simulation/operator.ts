import { type LatchScope, TradingLatches } from '@tradewarden/core';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { simulatedSymbols } from './simulated-plans.ts';

/** Whoever stops trading and lets it go on: latches now and then, and releases what is latched. */
export async function operate(
  { store, book, clock, pause, name }: SimulatedProcess,
  random: SeededRandom,
): Promise<void> {
  const latches = new TradingLatches({ store, book, pause });
  const symbol = simulatedSymbols[random.below(simulatedSymbols.length)] ?? simulatedSymbols[0];
  const scope: LatchScope = random.chance(0.5) ? 'account' : { symbol };
  const by = { reason: 'simulated', actor: { kind: 'process', id: name }, at: clock.now() } as const;
  const latch = await latches.find(scope);
  if (latch === undefined) {
    await latches.latch({ scope, cause: name, state: random.chance(0.5) ? 'HALTED' : 'REDUCING', ...by });
  } else {
    await latches.release({ scope, expectedVersion: latch.version, ...by });
  }
}

/** Lets everything go on. */
export async function releaseAll({ store, book, clock, pause, name }: SimulatedProcess): Promise<void> {
  const latches = new TradingLatches({ store, book, pause });
  for (const { scope, version } of await latches.list()) {
    const actor = { kind: 'process', id: name } as const;
    await latches.release({ scope, expectedVersion: version, reason: 'over', actor, at: clock.now() });
  }
}
