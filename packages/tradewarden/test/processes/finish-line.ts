import type { Store, TradePlan, VirtualClock } from '@tradewarden/core';
import { sealAudit } from '@tradewarden/core/audit';
import { type TradeLine, tradeLine } from './trade-line.ts';

/** Longer than any lease, and than an order of the venue of these tests lives. */
const stepMs = 61_000;
const steps = 8;

/** What the process does that comes after all deaths: takes the plans again, and works until nothing is left. */
export async function finishLine(
  store: Store,
  directory: string,
  clock: VirtualClock,
  plans: readonly TradePlan[],
): Promise<TradeLine> {
  const line = tradeLine({ store, directory, clock });
  for (const plan of plans) await line.runner.run(plan);
  for (let step = 0; step < steps; step += 1) {
    await line.executor.drain();
    await line.dispatcher.drain();
    await line.ledger.sweep(clock.now());
    clock.advance(stepMs);
  }
  await sealAudit(store, 'main');
  return line;
}
