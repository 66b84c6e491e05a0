import { writeSync } from 'node:fs';
import { createRunner, ExposureLedger, Pipeline, type TradePlan, VirtualClock } from '@tradewarden/core';
import { sealAudit } from '@tradewarden/core/audit';
import { placeOrder } from '@tradewarden/executor';
import { announce } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { openProcessStore } from './open-process-store.ts';
import { gateOptions, planNumber, startedAt } from './process-plans.ts';

/**
 * A process that decides plans, 16 at a time, sweeps and seals: `decider.ts <store> <first> <count> <cap> <onBreach>`.
 * Lines: `ready`, then `ok <planId> <verdict>` for each acknowledged decision, synchronous, so that what was said
 * before a SIGKILL is heard; at last `done`.
 */
const [location = '', first = '', count = '', cap = '', onBreach = ''] = process.argv.slice(2);
const clock = new VirtualClock(startedAt);
const store = await openProcessStore(location, clock);
const gate = riskGate(gateOptions(cap, onBreach));
const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce()).followUp(placeOrder());
const runner = createRunner({ pipeline, store, account: 'main', mode: 'paper', clock });
const ledger = new ExposureLedger({ store, book: runner.book });
writeSync(1, 'ready\n');

let next = Number(first);
const end = next + Number(count);

async function decide(): Promise<void> {
  while (next < end) {
    const plan = planNumber(next);
    next += 1;
    for (;;) {
      const { status, verdict } = await runner.run(plan);
      if (status === 'failed') continue;
      writeSync(1, `ok ${plan.planId} ${verdict ?? ''}\n`);
      break;
    }
    if (next % 40 === 0) await ledger.sweep(clock.now());
    if (next % 100 === 0) await sealAudit(store, 'main');
  }
}

await Promise.all(Array.from({ length: 16 }, decide));
await store.close();
writeSync(1, 'done\n');
