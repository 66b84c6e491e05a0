import { existsSync } from 'node:fs';
import type { Execution, Store } from '@tradewarden/core';
import { candleFiles, generatedMarket } from '@tradewarden/venue-sim';
import { seededFaults } from '@tradewarden/venue-sim/exchange';
import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { realCandles as candles, scanned, type ScannedMarket } from '../test/scanned.ts';
import { type HeldTime, unguardedTimes } from '../test/unguarded-times.ts';
import type { ScanReport } from './run-scan.ts';

const faults = { seed: 20_251_125, rate: 0.1 };

interface Faulty {
  readonly report: ScanReport;
  readonly executions: readonly Execution[];
  readonly unguarded: readonly HeldTime[];
}

async function faulty(market: ScannedMarket['market'], top: number): Promise<Faulty> {
  const { report, store } = await scanned({ market, top, faults: seededFaults(faults) });
  return { report, executions: await executionsOf(store), unguarded: unguardedTimes(report.ledger) };
}

async function executionsOf(store: Store): Promise<readonly Execution[]> {
  const found: Execution[] = [];
  for (let after = ''; ;) {
    const page = await store.scan({
      prefix: 'main/paper/execution/',
      limit: 500,
      ...(after === '' ? {} : { after }),
    });
    found.push(...page.map(({ value }) => value as unknown as Execution));
    const last = page.at(-1);
    if (last === undefined) return found;
    after = last.key;
  }
}

/** Every trade of the venue belongs to one plan, and what closed plans came to is what those trades say. */
function expectBooked({ report, executions }: Faulty): void {
  const owner = new Map(executions.flatMap((one) => one.fills.map(({ tradeId }) => [tradeId, one] as const)));
  const cash = new Map<Execution, Decimal>();
  let trades = 0;
  for (const entry of report.ledger) {
    if (entry.kind !== 'filled') continue;
    trades += 1;
    const { tradeId, side, price, quantity, fee } = entry.fill;
    const plan = owner.get(tradeId);
    expect(plan, `trade ${tradeId}`).toBeDefined();
    if (plan === undefined) continue;
    const value = new Decimal(price).times(quantity).times(side === 'SELL' ? 1 : -1);
    cash.set(plan, (cash.get(plan) ?? new Decimal(0)).plus(value).minus(fee));
  }
  expect(owner.size).toBe(trades);
  const closed = [...cash].filter(([{ status }]) => status === 'closed');
  const profit = closed.reduce((sum, [, amount]) => sum.plus(amount), new Decimal(0));
  expect(new Decimal(report.results.profit.toString()).toFixed(9)).toBe(profit.toFixed(9));
}

/** Nothing was held without a stop for longer than a lost answer takes to be noticed and made good. */
function expectGuarded({ unguarded }: Faulty): void {
  expect(unguarded.length).toBeGreaterThan(0);
  expect(Math.max(...unguarded.map(({ ms }) => ms))).toBeLessThanOrEqual(15_000);
  expect(unguarded.every(({ isOver }) => isOver)).toBe(true);
}

test('with a tenth of all calls going wrong every trade is booked once, and what is held is guarded', async () => {
  const found = await faulty((clock) => generatedMarket({ seed: 7, bars: 300, symbols: 4, clock }), 4);
  expectBooked(found);
  expectGuarded(found);
  expect(found.executions.filter(({ status }) => status === 'closed').length).toBeGreaterThan(5);
});

test.skipIf(!existsSync(candles))(
  'the same on the 14 real symbols',
  async () => {
    const found = await faulty((clock) => candleFiles(candles, { clock }), 14);
    expectBooked(found);
    expectGuarded(found);
    expect(found.executions.length).toBeGreaterThan(50);
  },
  120_000,
);
