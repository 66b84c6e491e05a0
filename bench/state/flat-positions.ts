// What one decision costs, from plan to acknowledged commit on SQLite, with 10 and with 10,000 positions open; interleaved.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunner, Pipeline, type Runner, type TradePlan } from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { line, loops, type Measured, median } from '../measure.ts';

const sizes = [10, 10_000] as const;
const rounds = 5;
const load = { callers: 16, ms: 1500 };
const limit = 1.5;
const unlimited = [
  'exposure.asset',
  'exposure.total',
  'heat.total',
  'positions.max',
  'rate.decisionsPerMinute',
];

const planOf = (name: string): TradePlan => {
  const createdAt = Date.now();
  return samplePlan({ planId: name, symbol: `S${name}/USDT`, createdAt, expiresAt: createdAt + 86_400_000 });
};

async function approve(runner: Runner, name: string): Promise<void> {
  const { verdict, error } = await runner.run(planOf(name));
  if (verdict !== 'approved') throw new Error(`${name}: ${verdict ?? error?.message ?? 'failed'}`);
}

async function runnerWith(
  path: string,
  positions: number,
): Promise<{ readonly runner: Runner; close(): Promise<void> }> {
  const store = await openSqliteStore({ path });
  const gate = riskGate({
    equity: '10000',
    market: 'none',
    limits: Object.fromEntries(unlimited.map((key) => [key, 'unlimited'])),
  });
  const runner = createRunner({
    pipeline: Pipeline.of<TradePlan>().stage(gate),
    store,
    account: 'bench',
    mode: 'notify',
  });
  for (let from = 0; from < positions; from += 64) {
    const names = Array.from({ length: Math.min(64, positions - from) }, (_, index) => `open${from + index}`);
    await Promise.all(names.map((name) => approve(runner, name)));
  }
  return { runner, close: () => store.close() };
}

const directory = mkdtempSync(join(tmpdir(), 'bench-flat-'));
try {
  const books = await Promise.all(sizes.map((size) => runnerWith(join(directory, `${size}.db`), size)));
  const found = sizes.map((): Measured[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { runner }] of books.entries()) {
      found[index]?.push(await loops(load, (call) => approve(runner, `r${round}c${call}`)));
    }
  }
  const rates = found.map((runs, index) => {
    for (const run of runs) console.log(line(`${sizes[index]} positions open`, run));
    return median(runs.map(({ perSecond }) => perSecond));
  });
  const ratio = (rates[0] ?? 0) / (rates[1] ?? 1);
  console.log(
    `a decision with 10,000 positions open costs ${ratio.toFixed(2)} of one with 10 (limit ${limit})`,
  );
  if (ratio > limit) process.exitCode = 1;
  for (const book of books) await book.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
