import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLedger, type Decision } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { expect, test } from 'vitest';
import { expectedTrips } from './expected-trips.ts';
import { liquidationReport } from './liquidation-report.ts';
import { type LiquidationResult, runLiquidation } from './run-liquidation.ts';
import { playTwin, twinPage, twinTitle } from './twin.ts';
import { twinCrash } from './twin-candles.ts';

const candles = join(import.meta.dirname, '../../../../../shared/data/ohlcv/bybit-perp-2025');
const root = join(import.meta.dirname, '../../../..');
const book = { account: 'main', mode: 'paper' } as const;
const realCrash = Date.UTC(2025, 9, 10, 21);

/** What must hold of every fall, whatever it was like. */
async function expectHeld(result: LiquidationResult): Promise<void> {
  const { observed, hours, restart, latch, lineAtEnd } = result;
  const trips = observed.flatMap(({ latched }, index) => latched.map((cause) => ({ cause, index })));
  // In the order and at the very reading that plain arithmetic on the equities gives.
  const byEquity = trips.filter(({ cause }) => !cause.startsWith('loss-streak'));
  expect(byEquity).toEqual(expectedTrips(observed));
  expect(trips.length).toBeGreaterThan(2);
  const [first] = trips;
  const firstAt = observed[first?.index ?? -1]?.at ?? Number.NaN;
  // Nothing is ever released.
  let strictest = 0;
  const order = ['ACTIVE', 'REDUCING', 'HALTED'];
  for (const { state } of observed) {
    expect(order.indexOf(state)).toBeGreaterThanOrEqual(strictest);
    strictest = order.indexOf(state);
  }
  expect(restart.before?.causes.length).toBeGreaterThan(0);
  expect(restart.after).toEqual(restart.before);
  expect(latch?.state).toBe(order[strictest]);
  // Before it plans were approved, after it none; stops and targets went on.
  const before = hours.filter(({ at }) => at < firstAt);
  const after = hours.filter(({ at }) => at >= firstAt);
  expect(before.reduce((sum, { approved }) => sum + approved, 0)).toBeGreaterThan(10);
  expect(after.map(({ approved }) => approved)).toEqual(after.map(() => 0));
  expect(after.reduce((sum, { rejected }) => sum + rejected, 0)).toBeGreaterThan(50);
  const latchedFrom = observed.slice(first?.index).length;
  expect(latchedFrom).toBeGreaterThan(0);
  expect(after.reduce((sum, { closed }) => sum + closed, 0)).toBeGreaterThan(5);
  await expectRecorded(result, firstAt);
  expect(await checkLedger(lineAtEnd.store, book)).toEqual([]);
}

/** The audit log says the same: no approval and no new order behind the first latch. */
async function expectRecorded({ lineAtEnd: { store } }: LiquidationResult, firstAt: number): Promise<void> {
  let latched = false;
  const behind = new Map<string, number>();
  for (let after = 0; ;) {
    const page = await store.read('main/audit', { after, limit: 500 });
    for (const { value, sequence } of page) {
      after = sequence;
      const { type, at, data } = value as unknown as {
        type: string;
        at: number;
        data: { decision?: Decision };
      };
      if (type === 'state.changed') latched = true;
      if (!latched) continue;
      expect(at).toBeGreaterThanOrEqual(firstAt);
      behind.set(type, (behind.get(type) ?? 0) + 1);
      if (type === 'risk.decision') expect(data.decision?.verdict).toBe('rejected');
    }
    if (page.length === 0) break;
  }
  expect(behind.get('exposure.armed')).toBeUndefined();
  expect(behind.get('exposure.released')).toBeGreaterThan(5);
  expect(behind.get('breaker.tripped')).toBeGreaterThan(1);
}

test('the generated hour trips every breaker in order, and its page shows what this run came to', async () => {
  await playTwin(async (result) => {
    await expectHeld(result);
    expect(result.observed.flatMap(({ latched }) => latched)).toEqual(
      expect.arrayContaining(['loss-streak REDUCING', 'drawdown REDUCING', 'drawdown HALTED']),
    );
    const report = liquidationReport(result, { title: twinTitle, crash: twinCrash });
    expect(readFileSync(join(root, twinPage), 'utf8')).toBe(report);
  });
}, 300_000);

test.skipIf(!existsSync(candles))(
  'the hour of 10 October 2025 on the 14 real symbols',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tradewarden-liquidation-'));
    try {
      const result = await runLiquidation({
        directory: candles,
        crash: realCrash,
        hoursBefore: 5,
        hoursAfter: 8,
        openStore: (clock) => openSqliteStore({ path: join(directory, 'real.db'), clock }),
      });
      expect(result.symbols).toHaveLength(14);
      await expectHeld(result);
      await result.lineAtEnd.store.close();
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
  300_000,
);

test.runIf(!existsSync(candles))('notice: ../shared is missing, so the real hour was not played', () => {
  expect(existsSync(candles)).toBe(false);
});
