import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultInstrument,
  EXECUTOR,
  type MarketData,
  memoryStore,
  type Mode,
  STORE,
  VENUE,
  VirtualClock,
} from '@tradewarden/core';
import { type App, createApp } from '@tradewarden/core/app';
import { risk } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { type SimVenue, venueSim } from '@tradewarden/venue-sim';
import { afterAll, expect, test } from 'vitest';
import { KillFlag } from './kill/kill-flag.ts';
import { executor, type ExecutorOptions, RECONCILER } from './plugin.ts';
import type { TradeExecutor } from './trade-executor.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-plugin-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Scene {
  readonly app: App;
  readonly venue: SimVenue;
  /** Walks a minute at that price, and lets the workers work. */
  readonly at: (price: string) => Promise<void>;
  readonly kinds: () => readonly string[];
}

async function started(options: ExecutorOptions = {}, mode: Mode = 'paper'): Promise<Scene> {
  const { createdAt: begin, symbol } = samplePlan();
  const clock = new VirtualClock(begin);
  let [time, last] = [begin, '42300'];
  const market: MarketData = {
    id: 'test',
    instrument: async () => defaultInstrument(symbol),
    quote: async () => ({ bid: last, ask: last, at: clock.now() }),
    candles: async () => [],
  };
  const app = createApp({ mode, clock })
    .use({
      name: 'store',
      version: '1',
      register: (registry) => registry.bind(STORE).to(() => memoryStore({ clock })),
    })
    .use(venueSim({ market }))
    .use(risk({ equity: '10000', market: 'none' }))
    .use(executor(options));
  await app.start();
  const venue = app.get(VENUE) as SimVenue;
  const at = async (price: string): Promise<void> => {
    last = price;
    const candle = { time, open: price, high: price, low: price, close: price, volume: '100' };
    await venue.walk([{ symbol, candle }], 60_000, async (moment) => {
      clock.moveTo(moment);
      await app.drain();
    });
    time += 60_000;
  };
  const kinds = (): readonly string[] =>
    venue.ledger.flatMap((entry) => (entry.kind === 'accepted' ? [entry.order.instruction.kind] : []));
  return { app, venue, at, kinds };
}

test('in an app a plan is reconciled, entered and guarded, and a flag keeps the next one out', async () => {
  const flag = new KillFlag(join(directory, 'kill'));
  const { app, venue, at, kinds } = await started({ flag, planning: { trailPercent: '1' } });
  await app.run(samplePlan());
  expect(app.get(RECONCILER).entriesAllowed()).toBe(false);
  await at('42300');
  expect(app.get(RECONCILER).entriesAllowed()).toBe(true);
  expect(kinds()).toEqual(['limit']);
  await at('42150');
  expect(kinds().slice(0, 2)).toEqual(['limit', 'stop-market']);
  flag.raise({ reason: 'test', actor: 'test', at: 1 });
  await app.run(samplePlan({ planId: 'second', symbol: 'ETH/USDT' }));
  await at('42150');
  expect(venue.ledger.some((entry) => entry.kind === 'accepted' && entry.order.symbol === 'ETH/USDT')).toBe(
    false,
  );
  await app.stop();
});

test('the safeguards of the plugin keep back what is too far from the market', async () => {
  const { app, at, kinds } = await started({ limits: { distancePercent: '0.1' } });
  await app.run(samplePlan());
  await at('42300');
  expect(kinds()).toEqual([]);
  await app.stop();
});

test('dry-run asks nothing of a venue and sends nothing', async () => {
  const { app, venue, at, kinds } = await started({}, 'dry-run');
  await app.run(samplePlan());
  await at('42300');
  await at('42150');
  expect(kinds()).toEqual([]);
  expect(app.get(RECONCILER).entriesAllowed()).toBe(false);
  const { journal } = app.get(EXECUTOR) as TradeExecutor;
  expect(await journal.open()).toHaveLength(1);
  expect(venue.ledger.every(({ kind }) => kind !== 'accepted')).toBe(true);
  await app.stop();
});

test('a mode in which nothing is executed does not start', async () => {
  await expect(started({}, 'notify')).rejects.toThrow('not in notify');
});
