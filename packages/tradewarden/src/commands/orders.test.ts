import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunner, defaultInstrument, Pipeline, type TradePlan, VirtualClock } from '@tradewarden/core';
import { TradeExecutor, placeOrder } from '@tradewarden/executor';
import { riskGate } from '@tradewarden/risk';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { Exchange, exchangeVenue } from '@tradewarden/venue-sim/exchange';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../test/captured.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-orders-'));
afterAll(() => rmSync(directory, { recursive: true }));
const store = `sqlite:${join(directory, 'book.db')}`;

/** A plan that is in, with its stop and targets at work. */
beforeAll(async () => {
  const { createdAt, symbol, planId } = samplePlan();
  const clock = new VirtualClock(createdAt);
  const opened = await openSqliteStore({ path: join(directory, 'book.db'), clock });
  const exchange = new Exchange({ instruments: [defaultInstrument(symbol)], deposits: { USDT: '100000' } });
  exchange.advanceTo(createdAt);
  const venue = exchangeVenue(exchange, { clock });
  const pipeline = Pipeline.of<TradePlan>()
    .stage(riskGate({ equity: '10000', market: 'none' }))
    .followUp(placeOrder());
  const options = { store: opened, account: 'main', mode: 'paper', clock } as const;
  await createRunner({ ...options, pipeline, venue: 'sim' }).run(samplePlan({ planId }));
  const executor = new TradeExecutor({ ...options, venue });
  exchange.quote(symbol, { bid: '42300', ask: '42301' }, createdAt);
  await executor.drain();
  clock.moveTo(createdAt + 1000);
  exchange.quote(symbol, { bid: '42100', ask: '42101' }, createdAt + 1000);
  await executor.drain();
  await executor.stop();
  await opened.close();
});

test('orders lists every order of the open plans with its state', async () => {
  const { code, out } = await run(['orders', '--store', store], { directory });
  expect(code).toBe(0);
  expect(out.split('\n')[0]).toMatch(/plan +symbol +role +side +quantity +filled +price +state/);
  expect(out).toMatch(/entry +BUY .* filled/);
  expect(out).toMatch(/stop +SELL .* 41750 +open/);
  const { orders } = JSON.parse((await run(['orders', '--store', store, '--json'], { directory })).out) as {
    readonly orders: readonly { readonly role: string }[];
  };
  expect(orders.map(({ role }) => role).toSorted()).toEqual(['entry', 'stop', 'target', 'target', 'target']);
});

test('positions tells what is held and how much of it a stop guards', async () => {
  const { out } = await run(['positions', '--store', store, '--json'], { directory });
  const { positions } = JSON.parse(out) as { readonly positions: readonly Record<string, string>[] };
  const [held] = positions;
  expect(held).toMatchObject({ symbol: 'BTC/USDT', direction: 'LONG', stop: '41750', phase: 'protected' });
  expect(held?.['guarded']).toBe(held?.['quantity']);
  expect((await run(['positions', '--store', store], { directory })).out).toMatch(/LONG .* protected/);
});

test('of another account there is nothing; a mode in which nothing is placed, and a store that is not there, are said', async () => {
  const other = ['--store', store, '--account', 'other'];
  expect((await run(['orders', ...other], { directory })).out).toBe('no plan is open\n');
  expect((await run(['positions', ...other], { directory })).out).toBe('nothing is held\n');
  const live = await run(['orders', '--store', store, '--mode', 'live'], { directory });
  expect([live.code, live.err]).toEqual([
    2,
    expect.stringContaining('--mode live: expected paper or dry-run'),
  ]);
  const none = await run(['positions', '--store', 'sqlite:none.db'], { directory });
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no database')]);
});
