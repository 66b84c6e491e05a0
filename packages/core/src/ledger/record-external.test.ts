import { expect, test } from 'vitest';
import { disturbedStore, lossyStore } from '../../test/overridden-store.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { accountUnit } from './account-unit.ts';
import { capCounter } from './book-keys.ts';
import { checkLedger } from './check-ledger.ts';
import { ExposureLedger } from './ledger.ts';
import { exposureReport } from './ledger-report.ts';
import { liveReservations } from './live-reservations.ts';
import type { ExternalExposure } from './record-external.ts';

const book = { account: 'main', mode: 'paper' } as const;
const unit = accountUnit('USDT');
const at = 5;
const found = (amount: number, direction: 'LONG' | 'SHORT' = 'LONG'): ExternalExposure => ({
  venue: 'v',
  symbol: 'BTC/USDT',
  unit,
  at,
  held: {
    direction,
    uses: [
      { counter: capCounter('total', 'notional'), amount, max: 1 },
      { counter: capCounter('total', 'count'), amount: 1 },
      { counter: capCounter({ side: direction }, 'count'), amount: 1 },
    ],
  },
});
const gone: ExternalExposure = { venue: 'v', symbol: 'BTC/USDT', unit, at };

test('opens beyond any cap, follows the venue, closes when it is gone, and plans find the room taken', async () => {
  const { runner, store } = start();
  const ledger = new ExposureLedger({ store, book });
  expect(await ledger.external(gone)).toBeUndefined();
  expect(await ledger.external(found(700))).toMatchObject({
    reservationId: 'external/v/BTC/USDT',
    state: 'open',
    revision: 1,
    source: 'external',
  });
  expect((await runner.run(planOf('a'))).verdict).toBe('rejected');
  await ledger.external(found(600, 'SHORT'));
  expect((await exposureReport(store, book)).total).toMatchObject({ count: '1', notional: '0.0006' });
  expect(await store.counters(['LONG', 'SHORT'].map((side) => `main/paper/exp/side/${side}/count`))).toEqual([
    0, 1,
  ]);
  expect((await store.get(['main/paper/book/BTC%2FUSDT']))[0]?.value).toEqual({
    reservations: [{ reservationId: 'external/v/BTC/USDT', direction: 'SHORT' }],
  });
  expect((await runner.run(planOf('b'))).verdict).toBe('approved');
  expect(await ledger.external(gone)).toMatchObject({ state: 'closed', why: 'gone' });
  expect(await ledger.external(gone)).toMatchObject({ state: 'closed' });
  expect(await checkLedger(store, book)).toEqual([]);
  expect((await exposureReport(store, book)).total.notional).toBe('0.0003');
  const again = await ledger.external(found(1));
  expect(again).toMatchObject({ state: 'open', revision: 2 });
  expect(again?.why).toBeUndefined();
  expect(await checkLedger(store, book)).toEqual([]);
  const records = await store.read('main/audit', { after: 0, limit: 100 });
  const types = records.map(({ value }) => (value as { readonly type: string }).type);
  expect(types.filter((type) => type === 'exposure.external')).toHaveLength(4);
});

test('says what the book counts in when nothing else did, and refuses another unit', async () => {
  const store = memoryStore();
  const ledger = new ExposureLedger({ store, book });
  await ledger.external(found(1));
  expect((await exposureReport(store, book)).unit).toEqual(unit);
  await expect(ledger.external({ ...found(2), unit: accountUnit('USDT', 8) })).rejects.toMatchObject({
    code: 'ACCOUNT_MISMATCH',
  });
});

test('of two venues is never the same, whatever they and their symbols are called', async () => {
  const store = memoryStore();
  const ledger = new ExposureLedger({ store, book });
  await ledger.external(found(1));
  await ledger.external({ ...found(1), venue: 'v/BTC', symbol: 'USDT' });
  expect((await exposureReport(store, book)).total.count).toBe('2');
});

test('turns with the venue although it takes the same of every counter', async () => {
  const store = memoryStore();
  const ledger = new ExposureLedger({ store, book });
  const uses = [{ counter: capCounter('total', 'count'), amount: 1 }];
  for (const direction of ['LONG', 'SHORT'] as const)
    await ledger.external({ ...gone, held: { direction, uses } });
  expect(await ledger.find('external/v/BTC/USDT')).toMatchObject({ direction: 'SHORT', revision: 1 });
  expect((await exposureReport(store, book)).total.count).toBe('1');
});

test.each<[string, (store: Store) => Promise<unknown>]>([
  [
    'a plan of the symbol is approved',
    (store) => start(undefined, undefined, undefined, { store }).runner.run(planOf('a')),
  ],
  [
    'another finding of the symbol is booked',
    (store) => new ExposureLedger({ store, book }).external({ ...found(9), venue: 'w' }),
  ],
])('between its reading and its commit %s: both stand in the book', async (_, meanwhile) => {
  const store = memoryStore();
  const late = disturbedStore(store, () => meanwhile(store));
  await new ExposureLedger({ store: late, book }).external(found(7));
  expect((await exposureReport(store, book)).total.count).toBe('2');
  expect(await checkLedger(store, book)).toEqual([]);
});

test.each(['before', 'after'] as const)('an answer that is lost %s the commit: booked once', async (when) => {
  const store = memoryStore();
  await new ExposureLedger({ store: lossyStore(store, when === 'after'), book }).external(found(7));
  expect((await exposureReport(store, book)).total.notional).toBe('0.000007');
  expect((await store.head('main/audit')).last).toBe(1);
  const live = [];
  for await (const { reservationId } of liveReservations(store, book)) live.push(reservationId);
  expect(live).toEqual(['external/v/BTC/USDT']);
  expect(await checkLedger(store, book)).toEqual([]);
});
