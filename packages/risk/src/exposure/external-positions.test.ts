import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkLedger,
  type Direction,
  ExposureLedger,
  exposureReport,
  memoryStore,
  type Store,
  TradingLatches,
} from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';
import { ExternalPositions } from './external-positions.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-external-'));
afterAll(() => rmSync(directory, { recursive: true }));

const book = { account: 'main', mode: 'notify' } as const;
const positionsOf = (store: Store): ExternalPositions =>
  new ExternalPositions({ store, ...book, venue: 'v' });

test('what is found on a venue takes capacity from plans, even above a cap, until it is gone', async () => {
  const { store, runner, decide } = startGate();
  const positions = positionsOf(store);
  const found = await positions.record('ETH/USDT', { value: '800', riskAtStop: 20 }, 5);
  expect(found).toMatchObject({ reservationId: 'external/v/ETH/USDT', state: 'open', revision: 1 });
  const cut = await decide({ planId: 'cut' });
  expect(ruleOf(cut, 'exposure.total')).toMatchObject({ effect: 'resize', headroom: '200' });
  expect(cut.sizing?.boundBy).toBe('exposure.total');
  await positions.record('ETH/USDT', { value: '5000' }, 6);
  const report = await exposureReport(store, runner.book);
  expect(Number(report.total.notional)).toBeGreaterThan(5000);
  expect(report.total.count).toBe('2');
  const full = await decide({ planId: 'full', symbol: 'SOL/USDT' });
  expect(full.verdict).toBe('rejected');
  expect(ruleOf(full, 'exposure.total')).toMatchObject({ code: 'TOTAL_EXPOSURE_EXCEEDED', headroom: '0' });
  // Without a stop all of it is at risk.
  expect(ruleOf(full, 'heat.total')).toMatchObject({ headroom: '0' });
  expect(await positions.record('ETH/USDT', undefined, 7)).toMatchObject({ state: 'closed', why: 'gone' });
  expect((await decide({ planId: 'free', symbol: 'SOL/USDT' })).verdict).not.toBe('rejected');
  expect(await positions.record('ETH/USDT', { value: 1 }, 8)).toMatchObject({ state: 'open', revision: 2 });
  expect(await checkLedger(store, book)).toEqual([]);
});

test('it stands against a plan the other way, and turns with the venue', async () => {
  const { store, decide } = startGate();
  const positions = positionsOf(store);
  await positions.record('BTC/USDT', { value: 10, direction: 'SHORT' }, 5);
  expect(ruleOf(await decide({ planId: 'a' }), 'conflict.opposite').status).toBe('fail');
  await positions.record('BTC/USDT', { value: 10, direction: 'LONG' }, 6);
  expect(ruleOf(await decide({ planId: 'b' }), 'conflict.opposite').status).toBe('pass');
  expect((await exposureReport(store, book)).differences).toEqual([]);
});

test('it is counted while everything is halted, and saying the same again writes nothing', async () => {
  const store = memoryStore();
  await new TradingLatches({ store, book }).latch({
    scope: 'account',
    cause: 'operator',
    state: 'HALTED',
    reason: 'test',
    actor: { kind: 'user', id: 'me' },
    at: 1,
  });
  const positions = positionsOf(store);
  await positions.record('BTC/USDT', { value: 10 }, 5);
  const { last } = await store.head('main/audit');
  expect(last).toBe(2);
  await positions.record('BTC/USDT', { value: 10 }, 6);
  await positions.record('ETH/USDT', undefined, 6);
  expect((await store.head('main/audit')).last).toBe(last);
  expect((await exposureReport(store, book)).total.count).toBe('1');
});

test('two processes that reconcile one file at once book once', async () => {
  const path = join(directory, 'race.db');
  const stores = [await openSqliteStore({ path }), await openSqliteStore({ path })] as const;
  for (let round = 1; round <= 20; round += 1) {
    const value = round % 5 === 0 ? undefined : { value: round };
    await Promise.all(stores.map((store) => positionsOf(store).record('BTC/USDT', value, round)));
    const { total, differences } = await exposureReport(stores[0], book);
    expect([total.notional, differences]).toEqual([String(value?.value ?? 0), []]);
  }
  const { last } = await stores[0].head('main/audit');
  expect(last).toBe(20);
  expect(await checkLedger(stores[1], book)).toEqual([]);
  await Promise.all(stores.map((store) => store.close()));
});

test('after any sequence of findings, resizes and plans the counters are the sum of what is held', async () => {
  const direction = fc.constantFrom<Direction>('LONG', 'SHORT');
  const step = fc.oneof(
    fc.record({
      symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT'),
      value: fc.option(fc.integer({ min: 0, max: 5000 })),
      direction,
    }),
    fc.record({ parts: fc.integer({ min: 0, max: 12 }), bounded: fc.boolean() }),
    fc.constant('plan' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { store, decide } = startGate({ limits: { 'exposure.total': '0.4' } });
      const ledger = new ExposureLedger({ store, book });
      const positions = positionsOf(store);
      const ids: string[] = [];
      for (const [at, asked] of steps.entries()) {
        if (asked === 'plan') ids.push((await decide({ planId: `p${at}` })).decisionId);
        else if ('symbol' in asked)
          await positions.record(
            asked.symbol,
            asked.value === null ? undefined : { value: asked.value, direction: asked.direction },
            at,
          );
        else {
          const held = await ledger.find(ids.at(-1) ?? 'none');
          const uses = (held?.uses ?? []).map(({ counter, amount }) => ({
            counter,
            amount: Math.floor((amount * asked.parts) / 8),
            max: 1_000_000_000,
          }));
          await ledger.resize(held?.reservationId ?? 'none', {
            uses,
            why: 'test',
            at,
            ...(asked.bounded ? { asked: { venue: 'v' } } : {}),
          });
        }
        expect((await exposureReport(store, book)).differences).toEqual([]);
      }
      expect(await checkLedger(store, book)).toEqual([]);
    }),
    { numRuns: runsOf(60) },
  );
}, 600_000);
