import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { sealAudit } from '@tradewarden/core/audit';
import { openProcessStore } from './open-process-store.ts';
import { linePlan, quickClock } from './process-plans.ts';
import { tradeLine } from './trade-line.ts';

/**
 * A process of the whole line that never ends by itself: `trading-process.ts <store> <directory> <began> <first>
 * [<points>]` decides plans from `first` on, places and follows orders, delivers, sweeps and seals, all at the same time and
 * whatever other processes do. Lines: `ready`, then `ok <planId> <verdict>` for each acknowledged decision.
 * It kills itself at the crash point that it reaches as number `points`, when that is not 0.
 */
const [location = '', directory = '', began = '', first = '', points = '0'] = process.argv.slice(2);
const clock = quickClock(Number(began));
const store = await openProcessStore(location, clock);
let left = Number(points);
const crash = (): void => {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};
const line = tradeLine({ store, directory, clock, crash });
flushCompileCache();
writeSync(1, 'ready\n');

let next = Number(first);

async function decide(): Promise<never> {
  for (;;) {
    const plan = linePlan(next);
    next += 1;
    const { status, verdict, error } = await line.runner.run(plan);
    if (status === 'failed') throw new Error(`${plan.planId}: ${error?.message ?? ''}`);
    writeSync(1, `ok ${plan.planId} ${verdict ?? ''}\n`);
    await wait(20);
  }
}

async function again(everyMs: number, work: () => Promise<unknown>): Promise<never> {
  for (;;) {
    await work();
    await wait(everyMs);
  }
}

await Promise.all([
  decide(),
  again(20, () => line.executor.drain()),
  again(20, () => line.dispatcher.drain()),
  again(100, () => line.ledger.sweep(clock.now())),
  again(200, () => sealAudit(store, 'main', { crash })),
]);
