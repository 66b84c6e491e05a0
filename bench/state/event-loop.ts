// How long the event loop of a process stands still while its store works, beside the same loop idle, interleaved.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { loops, median } from '../measure.ts';
import { reserve } from './reserve-commit.ts';

const rounds = 5;
const ms = 2000;
const limit = 2;

/** p99 of the loop's delay in milliseconds while `work` runs. */
async function delayDuring(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1e6;
}

const directory = mkdtempSync(join(tmpdir(), 'bench-loop-'));
try {
  const store = await openSqliteStore({ path: join(directory, 'store.db') });
  await loops({ callers: 16, ms: 500 }, (index) => reserve(store, `warm-${index}`));
  const idle: number[] = [];
  const loaded: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    idle.push(await delayDuring(() => sleep(ms)));
    loaded.push(
      await delayDuring(() => loops({ callers: 16, ms }, (index) => reserve(store, `p-${round}-${index}`))),
    );
  }
  await store.close();
  const [still, busy] = [median(idle), median(loaded)];
  console.log(
    `event-loop delay p99: ${busy.toFixed(2)} ms with 16 callers committing beside ${still.toFixed(2)} ms idle: ratio ${(busy / still).toFixed(2)} (limit ${limit})`,
  );
  if (busy / still > limit) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
