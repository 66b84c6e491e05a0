// What the executor adds between an approval and the request at the venue: on SQLite beside the two durable commits that it
// cannot do without (the journal of the plan, the send), in one run; and how long a new process takes to be at work again with
// many open plans in the journal.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore, type Store, VirtualClock } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { line, measuredOf, median } from '../measure.ts';
import { tradingLine } from './trading-line.ts';

const start = samplePlan().createdAt;
const symbolsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `S${index}/USDT`);

async function submits(store: Store, clock: VirtualClock, count: number): Promise<void> {
  const { approve, executor, venue } = tradingLine(store, clock, symbolsOf(count));
  const [latencies, floor]: [number[], number[]] = [[], []];
  let began = 0;
  const timed = executor({
    ...venue,
    submit: (order, signal) => {
      latencies.push(performance.now() - began);
      return venue.submit(order, signal);
    },
  });
  for (const [index, symbol] of symbolsOf(count).entries()) {
    const { decisionId } = await approve({ planId: `p${index}`, symbol });
    const before = performance.now();
    for (const key of [`floor/${index}/a`, `floor/${index}/b`])
      await store.commit({ checks: [{ key, version: 0 }], puts: [{ key, value: 'x'.repeat(400) }] });
    floor.push(performance.now() - before);
    began = performance.now();
    await timed.drain();
    await timed.cancelOrder(decisionId);
  }
  console.log(
    line(
      'two commits',
      measuredOf(
        floor,
        floor.reduce((sum, ms) => sum + ms, 0),
      ),
    ),
  );
  console.log(
    line(
      'from drain to the request',
      measuredOf(
        latencies,
        latencies.reduce((sum, ms) => sum + ms, 0),
      ),
    ),
  );
  console.log(
    `the request leaves after ${(median(latencies) / median(floor)).toFixed(2)} times two commits at the median`,
  );
}

async function recovery(count: number): Promise<void> {
  const clock = new VirtualClock(start);
  const store = memoryStore({ clock });
  const { approve, executor } = tradingLine(store, clock, symbolsOf(count));
  for (const [index, symbol] of symbolsOf(count).entries()) await approve({ planId: `p${index}`, symbol });
  const first = executor();
  await first.drain();
  await first.stop();
  const began = performance.now();
  const { worked } = await executor().drain();
  console.log(
    `a new process with ${count} open plans: ${(performance.now() - began).toFixed(0)} ms to its first whole pass (${worked} steps were due)`,
  );
}

const directory = mkdtempSync(join(tmpdir(), 'bench-submit-'));
try {
  const clock = new VirtualClock(start);
  const store = await openSqliteStore({ path: join(directory, 'submit.db'), clock, deadlineMs: 60_000 });
  await submits(store, clock, 200);
  await store.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const count of [100, 1000, 10_000]) await recovery(count);
