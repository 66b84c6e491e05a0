import { expect, test } from 'vitest';
import { executionOf } from '../../test/execution-fixture.ts';
import { lossyStore } from '../../test/overridden-store.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import { TradingLatches } from '../latch/trading-latches.ts';
import type { Store } from '../store/store.ts';
import { capCounter } from './book-keys.ts';
import { checkLedger } from './check-ledger.ts';
import { ExposureLedger } from './ledger.ts';
import { exposureReport } from './ledger-report.ts';
import type { CapUse } from './ledger-draft.ts';

const book = { account: 'main', mode: 'paper' } as const;
const total = capCounter('total', 'notional');
const holding = (amount: number, max?: number): readonly CapUse[] => [
  { counter: total, amount, ...(max === undefined ? {} : { max }) },
  { counter: capCounter('total', 'count'), amount: 1 },
];

/** One open reservation of 300 units, and one of 300 that is reserved. */
async function held(): Promise<{ store: Store; ledger: ExposureLedger; open: string; reserved: string }> {
  const { runner, store } = start();
  const open = (await runner.run(planOf('a'))).decision?.decisionId ?? '';
  const reserved = (await runner.run(planOf('b'))).decision?.decisionId ?? '';
  const ledger = new ExposureLedger({ store, book });
  await ledger.arm(open, executionOf(open, 'journaled'));
  await ledger.open(open, executionOf(open, 'open'));
  return { store, ledger, open, reserved };
}
const unitsOf = async (store: Store): Promise<number> =>
  (await store.counters(['main/paper/exp/total/notional']))[0] ?? -1;

test('what was filled is held instead of what was reserved, once, with its record', async () => {
  const { store, ledger, open } = await held();
  const filled = { uses: holding(120), why: 'filled', at: 9 };
  expect(await ledger.resize(open, filled)).toMatchObject({
    status: 'resized',
    reservation: { state: 'open', uses: holding(120) },
  });
  expect(await unitsOf(store)).toBe(420);
  const { last } = await store.head('main/audit');
  expect((await ledger.resize(open, filled)).status).toBe('unchanged');
  const [record] = await store.read('main/audit', { after: last - 1, limit: 10 });
  expect((await store.head('main/audit')).last).toBe(last);
  expect(record?.value).toMatchObject({
    type: 'exposure.resized',
    data: { reservationId: open, state: 'open', why: 'filled', changes: [{ counter: total, delta: -180 }] },
  });
  await ledger.close(open, 'closed', executionOf(open, 'closed'));
  expect(await unitsOf(store)).toBe(300);
  expect((await ledger.resize(open, filled)).status).toBe('not-held');
  expect((await ledger.resize('nothing', filled)).status).toBe('not-held');
  expect(await checkLedger(store, book)).toEqual([]);
});

test('what was filled beyond a cap is counted; what is asked for stays within it', async () => {
  const { store, ledger, open, reserved } = await held();
  expect((await ledger.resize(open, { uses: holding(5000, 900), why: 'filled', at: 9 })).status).toBe(
    'resized',
  );
  const more = { uses: holding(400, 900), why: 'scale-in', at: 9, asked: { venue: 'none' } };
  expect(await ledger.resize(reserved, more)).toMatchObject({
    status: 'over-cap',
    counter: total,
    value: 5300,
    reservation: { uses: holding(300) },
  });
  await ledger.resize(open, { uses: holding(500), why: 'filled', at: 9 });
  expect((await ledger.resize(reserved, more)).status).toBe('resized');
  expect(await unitsOf(store)).toBe(900);
  expect(await checkLedger(store, book)).toEqual([]);
});

test('under a latch nothing more is taken, what happened is counted, and less may be held', async () => {
  const { store, ledger, open, reserved } = await held();
  const actor = { kind: 'user', id: 'me' } as const;
  const latch = { cause: 'operator', state: 'HALTED', reason: 'test', actor, at: 1 } as const;
  await new TradingLatches({ store, book }).latch({ scope: { symbol: 'BTC/USDT' }, ...latch });
  const asked = { venue: 'none' };
  expect((await ledger.resize(reserved, { uses: holding(301), why: 'more', at: 9, asked })).status).toBe(
    'latched',
  );
  expect((await ledger.resize(open, { uses: holding(301), why: 'filled', at: 9 })).status).toBe('resized');
  expect((await ledger.resize(reserved, { uses: holding(1), why: 'less', at: 9 })).status).toBe('resized');
  expect(await unitsOf(store)).toBe(302);
});

test('a counter that holds less than is given back is no reason to go on', async () => {
  const { store, ledger, open } = await held();
  await store.commit({
    checks: [{ key: 'main/x', version: 0 }],
    puts: [{ key: 'main/x', value: 1 }],
    adds: [{ counter: 'main/paper/exp/total/notional', delta: -500 }],
  });
  await expect(ledger.resize(open, { uses: holding(100), why: 'filled', at: 9 })).rejects.toThrow(
    'main/paper/exp/total/notional cannot change from 100',
  );
  expect((await ledger.find(open))?.uses).toEqual(holding(300));
});

test.each(['before', 'after'] as const)('an answer that is lost %s the commit: held once', async (when) => {
  const { store, open } = await held();
  const request = { uses: holding(100), why: 'filled', at: 9 };
  expect(
    (await new ExposureLedger({ store: lossyStore(store, when === 'after'), book }).resize(open, request))
      .status,
  ).toBe('resized');
  expect(await unitsOf(store)).toBe(400);
  expect((await exposureReport(store, book)).differences).toEqual([]);
  expect(await checkLedger(store, book)).toEqual([]);
});

test('resizes at once follow each other: the last one stands, nothing is counted twice', async () => {
  const { store, ledger, open, reserved } = await held();
  await Promise.all([
    ...[10, 20, 30, 40].map((amount) => ledger.resize(open, { uses: holding(amount), why: 'filled', at: 9 })),
    ledger.release(reserved, 'withdrawn', 9),
    ledger.close(open, 'closed', executionOf(open, 'closed')),
  ]);
  expect(await unitsOf(store)).toBe(0);
  expect(await checkLedger(store, book)).toEqual([]);
});
