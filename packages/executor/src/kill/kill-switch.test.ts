import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { exposureReport, TradingLatches } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { seededFaults } from '@tradewarden/venue-sim/exchange';
import { afterAll, expect, test } from 'vitest';
import { orderLine, type OrderTestLine, prices } from '../../test/order-line.ts';
import { KillFlag } from './kill-flag.ts';
import { endKill, lastKill, unfinishedKill } from './kill-record.ts';
import type { KillReport, KillRequest } from './kill-report.ts';
import { type KillPoint, KillSwitch, type KillSwitchOptions } from './kill-switch.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-kill-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;
const flagAt = (): string => join(directory, `flag-${(files += 1)}`);
const actor = { kind: 'user', id: 'test' } as const;
const flat = prices('42300', '42310', '42290', '42300');
const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;

/** Lets the time of the line pass while the kill works. */
async function killed(
  line: OrderTestLine,
  mode: KillRequest['mode'],
  changes: Partial<KillSwitchOptions> = {},
): Promise<KillReport> {
  const { store, clock } = line;
  const options = { store, venue: line.venue(), account: 'main', mode: 'paper', clock } as const;
  const kill = new KillSwitch({ ...options, ...changes }).kill({ mode, reason: 'test', actor });
  const ticking = new AbortController();
  const end = kill.finally(() => ticking.abort()).catch(() => {});
  while (!ticking.signal.aborted) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    clock.moveTo(clock.now() + 100);
  }
  await end;
  return kill;
}

/** A plan with half of its entries filled, a stop, and an entry that works. */
async function halfIn(line: OrderTestLine): Promise<void> {
  await line.approve();
  const executor = line.executor({ planning: { farPercent: '50' } });
  await line.bar(flat, () => executor.drain());
  await line.bar(prices('42250', '42300', '42150', '42200'), () => executor.drain());
  await executor.stop();
  expect(line.exchange.positions()[0]?.quantity).toBeDefined();
  expect(line.exchange.openOrders().filter(({ reduceOnly }) => !reduceOnly)).toHaveLength(1);
}

test('entries: what works is taken back, what is held keeps its stop, and nothing new is entered', async () => {
  const line = orderLine();
  await halfIn(line);
  const report = await killed(line, 'entries');
  expect(report).toMatchObject({
    status: 'KILLED_CLEAN',
    latched: { store: true, flag: false },
    problems: [],
  });
  const left = line.exchange.openOrders();
  expect(left.every(({ reduceOnly }) => reduceOnly)).toBe(true);
  expect(left.some(({ namespace }) => namespace === 'conditional')).toBe(true);
  expect(line.exchange.positions()).toHaveLength(1);
  expect((await new TradingLatches({ store: line.store, book }).find('account'))?.state).toBe('HALTED');
});

test('flatten: flat at the end, and no stop was taken back before the position was gone', async () => {
  const line = orderLine();
  await halfIn(line);
  expect(await killed(line, 'flatten')).toMatchObject({ status: 'KILLED_CLEAN' });
  expect(line.exchange.positions()).toEqual([]);
  expect(line.exchange.openOrders()).toEqual([]);
  const out = line.exchange.ledger.findIndex(
    (entry) => entry.kind === 'filled' && entry.order.instruction.kind === 'market',
  );
  const stopGone = line.exchange.ledger.findIndex(
    (entry) =>
      entry.kind === 'changed' &&
      entry.order.namespace === 'conditional' &&
      entry.order.status === 'cancelled',
  );
  expect(out).toBeGreaterThan(0);
  expect(stopGone).toBeGreaterThan(out);
  expect(await exposureReport(line.store, book)).toMatchObject({ total: { count: '0' }, differences: [] });
  expect(await unfinishedKill(line.store, book)).toBeUndefined();
});

test.each(['latched', 'taken-back', 'asked', 'driven', 'swept'] satisfies KillPoint[])(
  'killed itself at %s: nothing new is entered, the record says so, and another kill ends flat',
  async (at) => {
    const line = orderLine();
    await halfIn(line);
    const crash = (point: string): void => {
      if (point === at) throw new Error('died');
    };
    await expect(killed(line, 'flatten', { crash })).rejects.toThrow('died');
    expect(await unfinishedKill(line.store, book)).toMatchObject({ mode: 'flatten', status: 'running' });
    line.clock.moveTo(line.clock.now() + 11_000);
    expect(await killed(line, 'flatten')).toMatchObject({ status: 'KILLED_CLEAN' });
    expect(line.exchange.positions()).toEqual([]);
    expect(line.exchange.openOrders()).toEqual([]);
  },
);

test('a venue that loses calls is asked until it is clean', async () => {
  const line = orderLine();
  await halfIn(line);
  const venue = line.venue(seededFaults({ seed: 7, rate: 0.3 }));
  expect(await killed(line, 'flatten', { venue })).toMatchObject({ status: 'KILLED_CLEAN' });
  expect(line.exchange.positions()).toEqual([]);
  expect(line.exchange.openOrders()).toEqual([]);
});

test('a venue that cannot be read is never clean, and the orders of others are left alone', async () => {
  const line = orderLine();
  await halfIn(line);
  const unread = { status: 'failed', reason: 'gone' } as const;
  const blind: Venue = { ...line.venue(), positions: async () => unread };
  const report = await killed(line, 'flatten', { venue: blind, limitMs: 5000 });
  expect(report.status).toBe('KILLED_WITH_RESIDUAL');
  expect(report.problems).toContain('positions: gone');
  const { instruction, validUntil } = {
    instruction: { kind: 'limit', price: '40000' },
    validUntil: 9e15,
  } as const;
  const request = { symbol: 'BTC/USDT', side: 'BUY', quantity: '1', reduceOnly: false } as const;
  line.exchange.submit({ ...request, clientOrderId: 'somebody', instruction, validUntil }, line.exchange.now);
  expect(await killed(line, 'flatten')).toMatchObject({ status: 'KILLED_CLEAN', foreignOrders: 1 });
  expect(line.exchange.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual(['somebody']);
});

test("a kill that left something is nobody's to go on with once an operator has resumed", async () => {
  const line = orderLine();
  await halfIn(line);
  const unread = { status: 'failed', reason: 'gone' } as const;
  await killed(line, 'entries', { venue: { ...line.venue(), positions: async () => unread }, limitMs: 1000 });
  expect(await unfinishedKill(line.store, book)).toMatchObject({ status: 'KILLED_WITH_RESIDUAL' });
  await endKill(line.store, book, { actor, at: line.clock.now() });
  await endKill(line.store, book, { actor, at: line.clock.now() });
  expect(await unfinishedKill(line.store, book)).toBeUndefined();
  expect(await lastKill(line.store, book)).toMatchObject({ status: 'RESUMED', mode: 'entries' });
  const log = await line.store.read('main/audit', { after: 0, limit: 500 });
  const ends = log.filter(({ value }) => (value as { type: string }).type === 'kill.resumed');
  expect(ends).toHaveLength(1);
});

test('with a locked store the flag is up, another process sees it before it sends, and entries are cancelled', async () => {
  const path = join(directory, 'locked.db');
  const opened = await openSqliteStore({ path });
  const line = orderLine({ store: () => opened });
  await halfIn(line);
  const flagPath = flagAt();
  const holder = new DatabaseSync(path);
  holder.exec('BEGIN EXCLUSIVE');
  try {
    const report = await killed(line, 'entries', { flag: new KillFlag(flagPath), limitMs: 1000 });
    expect(report).toMatchObject({ status: 'KILLED_WITH_RESIDUAL', latched: { store: false, flag: true } });
    expect(report.problems.join('\n')).toMatch(/latch: /);
  } finally {
    holder.exec('ROLLBACK');
    holder.close();
  }
  expect(line.exchange.openOrders().filter(({ reduceOnly }) => !reduceOnly)).toEqual([]);
  const other = new KillFlag(flagPath);
  expect(other.stopped()).toMatch(/killed/);
  const entered = line.entries('accepted').filter(({ order }) => !order.reduceOnly).length;
  line.clock.moveTo(line.clock.now() + 11_000);
  await line.executor({ safeguards: { stopped: other.stopped } }).drain();
  expect(line.entries('accepted').filter(({ order }) => !order.reduceOnly)).toHaveLength(entered);
  other.lower();
  expect(new KillFlag(flagPath).stopped()).toBeUndefined();
  await opened.close();
}, 60_000);

test('without a store that can be read entries are cancelled by their ids, stops stay, and nothing is called clean', async () => {
  const path = join(directory, 'closed.db');
  const opened = await openSqliteStore({ path });
  const line = orderLine({ store: () => opened });
  await halfIn(line);
  await opened.close();
  const report = await killed(line, 'entries', { flag: new KillFlag(flagAt()), limitMs: 5000 });
  // An order of which the venue does not tell yet is known to the journal alone.
  expect(report).toMatchObject({ status: 'KILLED_WITH_RESIDUAL', latched: { store: false, flag: true } });
  const left = line.exchange.openOrders();
  expect(left.some(({ namespace }) => namespace === 'conditional')).toBe(true);
  expect(left.filter(({ reduceOnly }) => !reduceOnly)).toEqual([]);
  expect(line.exchange.positions()).toHaveLength(1);
});
