import { auditLog, TradingLatches } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { runsOf } from '@tradewarden/testing';
import { seededFaults } from '@tradewarden/venue-sim/exchange';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderLine, type OrderTestLine, prices } from '../../test/order-line.ts';
import type { DifferenceKind } from './difference.ts';
import { Reconciler, type ReconcilePoint, type ReconcilerOptions } from './reconciler.ts';

const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;
const flat = prices('42300', '42310', '42290', '42300');
const filling = prices('42250', '42300', '42100', '42200');

const reconciler = (line: OrderTestLine, changes: Partial<ReconcilerOptions> = {}): Reconciler =>
  new Reconciler({ store: line.store, book, venue: line.venue(), clock: line.clock, ...changes });

/** Somebody else's order at the exchange. */
const place = (line: OrderTestLine, clientOrderId: string, changes: Record<string, unknown> = {}): void => {
  const request = {
    clientOrderId,
    symbol: 'BTC/USDT',
    side: 'BUY',
    quantity: '0.01',
    reduceOnly: false,
    instruction: { kind: 'limit', price: '40000' },
    validUntil: 9e15,
    ...changes,
  } as Parameters<typeof line.exchange.submit>[0];
  line.exchange.submit(request, line.exchange.now);
};

const kindsOf = async (made: Reconciler): Promise<readonly DifferenceKind[] | string> => {
  const told = await made.reconcile();
  return told.status === 'failed' ? told.reason : told.differences.map(({ kind }) => kind);
};

/** Entered and guarded. */
async function entered(line: OrderTestLine): Promise<void> {
  await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  await line.bar(filling, () => executor.drain());
  await executor.stop();
}

test('nothing is entered before the first success, and everything is after it', async () => {
  const line = orderLine();
  await line.approve();
  const made = reconciler(line);
  const executor = line.executor({ entriesAllowed: made.entriesAllowed });
  await executor.drain();
  expect(line.entries('accepted')).toEqual([]);
  expect(await made.reconcile()).toEqual({ status: 'complete', differences: [], fresh: [] });
  await executor.drain();
  expect(line.entries('accepted')).toHaveLength(1);
});

test.each(['openOrders', 'positions', 'balances', 'fillsSince', 'serverTime'] as const)(
  'when %s fails nothing is concluded and nothing may be entered',
  async (call) => {
    const line = orderLine();
    await entered(line);
    const failed: Partial<Venue> = { [call]: async () => ({ status: 'failed', reason: 'gone' }) };
    const made = reconciler(line, { venue: { ...line.venue(), ...failed } });
    expect(await made.reconcile()).toMatchObject({ status: 'failed' });
    expect(made.entriesAllowed()).toBe(false);
    expect(await new TradingLatches({ store: line.store, book }).list()).toEqual([]);
  },
);

test('an empty list of positions that is only old is no flat account', async () => {
  const line = orderLine();
  const venue = line.venue();
  const old = await venue.positions(new AbortController().signal);
  await entered(line);
  const made = reconciler(line, { venue: { ...line.venue(), positions: async () => old } });
  expect(await kindsOf(made)).toBe('the venue gave an old answer');
});

test('what filled while nobody looked is learned, and found to be without a stop', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  await executor.stop();
  await line.bar(filling);
  expect(await kindsOf(reconciler(line))).toEqual(['STOP_MISSING']);
  const facts = (await executor.journal.find(decisionId))?.orders.flatMap((order) => order.facts);
  expect(facts?.map(({ kind }) => kind)).toContain('filled');
  await line.executor().drain();
  expect(await kindsOf(reconciler(line))).toEqual([]);
});

test('orders and positions of others are told of, and never touched', async () => {
  const line = orderLine();
  await line.bar(flat);
  place(line, 'somebody');
  expect(await kindsOf(reconciler(line))).toEqual(['FOREIGN_ORDER']);
  place(line, 'somebody-2', { instruction: { kind: 'market' } });
  expect(await kindsOf(reconciler(line))).toEqual(['FOREIGN_ORDER', 'UNEXPECTED_POSITION']);
  expect(line.exchange.openOrders()).toHaveLength(1);
  expect(line.exchange.positions()).toHaveLength(1);
});

test('an order with an id of ours that no plan knows halts the account', async () => {
  const line = orderLine();
  await line.bar(flat);
  place(line, `tw${'a'.repeat(24)}`);
  expect(await kindsOf(reconciler(line))).toEqual(['MISSING_LOCALLY']);
  const latches = new TradingLatches({ store: line.store, book });
  expect((await latches.find('account'))?.state).toBe('HALTED');
});

test('a position that somebody changed by hand lets nothing more be entered on its symbol', async () => {
  const line = orderLine();
  await entered(line);
  place(line, 'by-hand', { instruction: { kind: 'market' } });
  expect(await kindsOf(reconciler(line))).toEqual(['POSITION_QTY_MISMATCH']);
  const latches = new TradingLatches({ store: line.store, book });
  expect((await latches.find({ symbol: 'BTC/USDT' }))?.state).toBe('REDUCING');
});

test('a transfer is told of once; an order that a venue forgets is told of while it is missed', async () => {
  const line = orderLine();
  await line.bar(flat);
  expect(await kindsOf(reconciler(line))).toEqual([]);
  line.exchange.transfer('USDT', '-100');
  expect(await kindsOf(reconciler(line))).toEqual(['BALANCE_GAP']);
  expect(await kindsOf(reconciler(line))).toEqual([]);
  await line.approve();
  await line.executor().drain();
  const venue = line.venue();
  const asOf = line.exchange.now;
  const forgetful: Partial<Venue> = {
    openOrders: async () => ({ status: 'complete', value: [], asOf }),
    lookup: async () => ({ status: 'not-found', asOf }),
  };
  expect(await kindsOf(reconciler(line, { venue: { ...venue, ...forgetful } }))).toEqual([
    'MISSING_AT_VENUE',
  ]);
});

test('fills that a venue counts and does not show are a gap', async () => {
  const line = orderLine();
  const { decisionId } = await line.approve();
  const executor = line.executor();
  await line.bar(flat, () => executor.drain());
  await executor.stop();
  await line.bar(filling);
  const asOf = line.exchange.now;
  const none: Partial<Venue> = {
    fillsSince: async () => ({ status: 'complete', value: { fills: [], cursor: '0', more: false }, asOf }),
  };
  const kinds = await kindsOf(reconciler(line, { venue: { ...line.venue(), ...none } }));
  expect(kinds).toEqual(['FILL_GAP', 'STOP_MISSING']);
  expect(await executor.journal.find(decisionId)).toBeDefined();
});

test('a stop that triggered while nobody looked is learned with its trades at once', async () => {
  const line = orderLine();
  await entered(line);
  await line.bar(prices('42200', '42250', '41700', '41720'));
  const made = reconciler(line);
  await made.reconcile();
  const head = await line.store.head(auditLog('main'));
  await made.reconcile();
  expect(await line.store.head(auditLog('main'))).toEqual(head);
  expect(await new TradingLatches({ store: line.store, book }).list()).toEqual([]);
});

type Deed =
  | 'drain'
  | 'bar'
  | 'down'
  | 'up'
  | 'foreign'
  | 'by-hand'
  | 'ours'
  | 'transfer'
  | 'faulty'
  | 'cancelled';

test('whatever happened before: twice finds nothing new, a crash in it changes nothing, and nothing at the venue is touched', async () => {
  const deeds = fc.constantFrom<Deed>(
    ...([
      'drain',
      'bar',
      'down',
      'up',
      'foreign',
      'by-hand',
      'ours',
      'transfer',
      'faulty',
      'cancelled',
    ] as const),
  );
  const points = fc.constantFrom<ReconcilePoint>('read', 'learned', 'latched', 'recorded');
  const seen = { apart: 0, same: 0 };
  const course = fc.array(deeds, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(course, points, fc.nat(1_000_000), async (done, point, seed) => {
      const line = orderLine({ participation: '0.0001' });
      const { decisionId } = await line.approve();
      for (const [index, deed] of done.entries())
        await act(line, deed, { id: `x${index}`, seed, decisionId });
      // Requests of before that were late arrive with the first call.
      await line.venue().serverTime(new AbortController().signal);
      const touched = line.exchange.ledger.length;
      const crash = (at: ReconcilePoint): void => {
        if (at === point) throw new Error('died');
      };
      await expect(reconciler(line, { crash }).reconcile()).rejects.toThrow('died');
      const first = await reconciler(line).reconcile();
      expect(first.status).toBe('complete');
      const head = await line.store.head(auditLog('main'));
      const second = await reconciler(line).reconcile();
      expect(second).toMatchObject({ status: 'complete', fresh: [] });
      expect(await line.store.head(auditLog('main'))).toEqual(head);
      expect(line.exchange.ledger).toHaveLength(touched);
      if (first.status === 'complete') seen[first.differences.length > 0 ? 'apart' : 'same'] += 1;
    }),
    {
      numRuns: runsOf(100),
      // Found by chance: a stop that triggers beside a transfer.
      examples: [[['down', 'drain', 'down', 'transfer'], 'read', 0]],
    },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
}, 600_000);

async function act(
  line: OrderTestLine,
  deed: Deed,
  { id, seed, decisionId }: { readonly id: string; readonly seed: number; readonly decisionId: string },
): Promise<void> {
  if (deed === 'drain') await line.executor().drain();
  else if (deed === 'faulty')
    await line.executor({ venue: line.venue(seededFaults({ seed, rate: 0.4 })) }).drain();
  else if (deed === 'cancelled') await line.executor().cancelOrder(decisionId);
  else if (deed === 'bar') await line.bar(flat);
  else if (deed === 'down') await line.bar(prices('42250', '42300', '41700', '42200'));
  else if (deed === 'up') await line.bar(prices('42200', '43600', '42150', '42300'));
  else if (deed === 'transfer') line.exchange.transfer('USDT', '-1');
  else if (deed === 'ours') place(line, `tw${id.padEnd(24, '0')}`);
  else place(line, id, deed === 'by-hand' ? { instruction: { kind: 'market' } } : {});
}
