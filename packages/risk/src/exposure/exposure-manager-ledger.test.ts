import { auditLog, memoryStore, type Reservation, type Store } from '@tradewarden/core';
import { overriddenStore } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ExposureManager } from './exposure-manager.ts';

const conflict = { ok: false, reason: 'conflict', key: 'k', version: 1 } as const;

/** A store whose first commits meet somebody else's. */
function contended(times: number): { readonly store: Store; readonly tried: () => number } {
  const real = memoryStore();
  let tried = 0;
  const store = overriddenStore(real, {
    commit: async (commit) => {
      tried += 1;
      return tried <= times ? conflict : real.commit(commit);
    },
  });
  return { store, tried: () => tried };
}

test('what meets another commit is tried again; what a cap refuses is not', async () => {
  const some = contended(19);
  const manager = new ExposureManager({ store: some.store });
  expect(await manager.reserve('a', 'BTC/USDT', 400, 10_000)).toMatchObject({ allowed: true, used: '400' });
  expect(some.tried()).toBe(20);
  expect((await manager.reserve('b', 'BTC/USDT', 200, 10_000)).allowed).toBe(false);
  expect(some.tried()).toBe(21);
});

test('what meets others twenty times is refused, and nothing is taken', async () => {
  const always = contended(1000);
  const manager = new ExposureManager({ store: always.store });
  expect(await manager.reserve('a', 'BTC/USDT', 400, 10_000)).toEqual({
    allowed: false,
    used: '0',
    limit: '500',
    headroom: '500',
  });
  expect(always.tried()).toBe(20);
  expect((await manager.getCurrentExposure()).total.count).toBe('0');
});

test('a position that cannot be counted is not taken for counted', async () => {
  const added = new ExposureManager({ store: contended(1000).store }).addPosition('a', 'BTC/USDT', 400);
  await expect(added).rejects.toThrow('a is not counted');
  const manager = new ExposureManager({ store: memoryStore(), unitPlaces: 8 });
  await manager.addPosition('a', 'BTC/USDT', '9e7');
  await expect(manager.addPosition('b', 'ETH/USDT', '9e7')).rejects.toThrow('b is not counted');
  expect((await manager.getCurrentExposure()).total.notional).toBe('90000000');
});

test('a position stands in every counter of what it is: a long of this source, at no venue, in its groups', async () => {
  const store = memoryStore();
  const manager = new ExposureManager({ store, groups: { majors: ['BTC'] }, aliases: { WBTC: 'BTC' } });
  await manager.addPosition('a', 'WBTC/USDT', 400);
  const [entry] = await store.get(['main/notify/res/a']);
  if (entry === null || entry === undefined) throw new Error('there is no reservation');
  const { uses, ...rest } = entry.value as unknown as Reservation;
  expect(uses.filter(({ counter }) => counter.endsWith('/notional')).map(({ counter }) => counter)).toEqual([
    'symbol/WBTC%2FUSDT/notional',
    'baseAsset/BTC/notional',
    'side/LONG/notional',
    'group/majors/notional',
    'source/exposure-manager/notional',
    'venue/none/notional',
    'total/notional',
  ]);
  expect(rest).toMatchObject({ source: 'exposure-manager', direction: 'LONG', state: 'reserved' });
});

test('a second position of a symbol stands beside the first, and giving one back leaves the other', async () => {
  const store = memoryStore();
  const manager = new ExposureManager({ store });
  await manager.addPosition('a', 'BTC/USDT', 100);
  await manager.addPosition('b', 'BTC/USDT', 100, { direction: 'SHORT' });
  const booked = async (): Promise<unknown> => (await store.get(['main/notify/book/BTC%2FUSDT']))[0]?.value;
  expect(await booked()).toEqual({
    reservations: [
      { reservationId: 'a', direction: 'LONG' },
      { reservationId: 'b', direction: 'SHORT' },
    ],
  });
  await manager.removePosition('a');
  expect(await booked()).toEqual({ reservations: [{ reservationId: 'b', direction: 'SHORT' }] });
  const [released] = await store.read(auditLog('main'), { after: 0, limit: 10 });
  expect(released?.value).toMatchObject({ type: 'exposure.released', data: { why: 'removed' } });
});

test.each([
  [(of: ExposureManager) => of.reserve('a', 'X/Y', 'x', 1), 'value: not an exact'],
  [(of: ExposureManager) => of.reserve('a', 'X/Y', 1, 'x'), 'balance: not an exact'],
  [(of: ExposureManager) => of.addPosition('a', 'X/Y', 'x'), 'value: not an exact'],
  [(of: ExposureManager) => of.addPosition('a', 'X/Y', 1, { margin: 'x' }), 'margin: not an exact'],
  [(of: ExposureManager) => of.addPosition('a', 'X/Y', 1, { riskAtStop: 'x' }), 'riskAtStop: not an exact'],
  [(of: ExposureManager) => of.checkTotalExposure('x', 1), 'value: not an exact'],
  [(of: ExposureManager) => of.checkTotalExposure(1, 'x'), 'balance: not an exact'],
])('an amount that is none is named (%#)', async (call, sentence) => {
  await expect(call(new ExposureManager({ store: memoryStore() }))).rejects.toThrow(sentence);
});

test('limits that are none are named, and those that are round down', async () => {
  expect(() => new ExposureManager({ store: memoryStore(), maxPerAsset: -1 })).toThrow('maxPerAsset');
  expect(() => new ExposureManager({ store: memoryStore(), maxPerAsset: 'x' })).toThrow('maxPerAsset');
  const manager = new ExposureManager({ store: memoryStore(), maxPerAsset: '0.0000019', maxTotal: 1 });
  expect((await manager.checkPerAssetLimit('X/Y', 0, 1)).limit).toBe('0.000001');
  expect((await manager.reserve('a', 'X/Y', '0.000002', 1)).allowed).toBe(false);
});
