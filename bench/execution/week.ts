// A week of one-minute bars of one symbol, a new plan within half an hour of the end of the last: with the full audit on the memory store beside the same
// without any audit record (limit 2), and on SQLite for comparison. All interleaved in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Candle, memoryStore, type Store, type TradePlan, VirtualClock } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { median } from '../measure.ts';
import { tradingLine } from './trading-line.ts';

const symbol = 'BTC/USDT';
const barMs = 60_000;
const bars = 7 * 24 * 60;
const rounds = 5;
const limit = 2;
const start = samplePlan().createdAt;

/** Swings of one percent around 42,200, in which entries, stops and targets are all met. */
const candleAt = (index: number): Candle => {
  const middle = 42_200 + 400 * Math.sin(index / 45) + 300 * Math.sin(index / 7);
  const text = (price: number): string => price.toFixed(1);
  return {
    time: start + index * barMs,
    open: text(middle),
    high: text(middle + 40),
    low: text(middle - 40),
    close: text(middle + 5),
    volume: '100',
  };
};

/** A limit a little below the market, its stop half a percent further, three targets on the other side. */
function planAt(index: number, createdAt: number): Partial<TradePlan> {
  const close = Number(candleAt(index).close);
  const text = (price: number): string => price.toFixed(1);
  return {
    planId: `p${index}`,
    createdAt,
    entry: { near: text(close - 10), far: text(close - 20) },
    stop: { price: text(close - 200) },
    targets: [
      { price: text(close + 150), percent: '50' },
      { price: text(close + 250), percent: '30' },
      { price: text(close + 400), percent: '20' },
    ],
  };
}

async function week(
  open: (clock: VirtualClock) => Promise<Store>,
): Promise<{ readonly ms: number; readonly fills: number }> {
  const clock = new VirtualClock(start);
  const store = await open(clock);
  const { exchange, approve, executor: begin } = tradingLine(store, clock, [symbol]);
  const executor = begin();
  const started = performance.now();
  for (let index = 0; index < bars; index += 1) {
    for (const _ of exchange.bar(symbol, candleAt(index), barMs)) {
      clock.moveTo(exchange.now);
      await executor.drain();
    }
    clock.moveTo(start + (index + 1) * barMs);
    if (index % 30 === 0 && (await executor.journal.open()).length === 0)
      await approve(planAt(index, clock.now()));
    await executor.drain();
  }
  const ms = performance.now() - started;
  await store.close();
  return { ms, fills: exchange.ledger.filter(({ kind }) => kind === 'filled').length };
}

const directory = mkdtempSync(join(tmpdir(), 'bench-week-'));
try {
  const audited = async (clock: VirtualClock): Promise<Store> => memoryStore({ clock });
  const unaudited = async (clock: VirtualClock): Promise<Store> => {
    const store = memoryStore({ clock });
    return overriddenStore(store, { commit: (commit) => store.commit({ ...commit, appends: [] }) });
  };
  const found: { readonly audited: number; readonly unaudited: number; readonly fills: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = await week(audited);
    const second = await week(unaudited);
    if (first.fills !== second.fills) throw new Error('the two weeks are not the same');
    found.push({ audited: first.ms, unaudited: second.ms, fills: first.fills });
  }
  const ratio = median(found.map((one) => one.audited / one.unaudited));
  const sqlite = await week((clock) =>
    openSqliteStore({ path: join(directory, 'week.db'), clock, deadlineMs: 60_000 }),
  );
  const ms = median(found.map((one) => one.audited));
  console.log(
    `a week of ${bars} bars, ${found[0]?.fills} fills: ${ms.toFixed(0)} ms with the audit, ${ratio.toFixed(2)} times without (limit ${limit})`,
  );
  console.log(`the same on SQLite: ${sqlite.ms.toFixed(0)} ms, ${(sqlite.ms / ms).toFixed(1)} times memory`);
  if (ratio > limit) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
