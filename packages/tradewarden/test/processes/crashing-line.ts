import { existsSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { VirtualClock } from '@tradewarden/core';
import { sealAudit } from '@tradewarden/core/audit';
import { dyingDriver } from './dying-driver.ts';
import { looksAfterMs } from './file-venue.ts';
import { openProcessStore } from './open-process-store.ts';
import { planNumber, stalePlan, startedAt } from './process-plans.ts';
import { tradeLine } from './trade-line.ts';

/**
 * A process that takes plans from arrival to the end of their orders and dies at one crash point:
 * `crashing-line.ts <store> <directory> <point> <plans> [<afterMs>|hold]`. With `hold` it stops there instead, says
 * `held`, and goes on when the file `go` is in the directory; at last it says `done`.
 */
const [location = '', directory = '', point = '', plans = '1', how] = process.argv.slice(2);
const clock = new VirtualClock(startedAt);
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
};
let held = false;
const crash = async (reached: string): Promise<void> => {
  if (reached !== point || held) return;
  if (how !== 'hold') die();
  held = true;
  writeSync(1, 'held\n');
  while (!existsSync(join(directory, 'go'))) await wait(5);
};
const afterMs = how === undefined ? undefined : Number(how);
const store = await openProcessStore(location, clock, (driver) => dyingDriver(driver, point, die, afterMs));
const line = tradeLine({ store, directory, clock, crash });
// Whoever is killed would not leave it behind.
flushCompileCache();

// The first decision alone registers the policy: together they would all conflict over that.
await line.runner.run(planNumber(0));
const others = Array.from({ length: Number(plans) - 1 }, (_, index) => planNumber(index + 1));
await Promise.all(others.map((plan) => line.runner.run(plan)));
await line.runner.run(stalePlan);
await line.dispatcher.drain();
await line.executor.drain();
for (const ms of looksAfterMs) {
  clock.moveTo(startedAt + ms);
  await line.executor.drain();
}
await sealAudit(store, 'main', { crash });
await store.close();
writeSync(1, 'done\n');
