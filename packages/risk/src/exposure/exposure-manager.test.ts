import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore, TradingLatches } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { expect, test } from 'vitest';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';
import {
  checkForConflicts,
  enforceMaxLeverage,
  validateRiskParameters,
  validateTradePlanCompleteness,
} from '../compliance-checks.ts';
import { ExposureManager } from './exposure-manager.ts';

test('previews, takes and gives back capacity', async () => {
  const manager = new ExposureManager({ store: memoryStore() });
  expect(await manager.checkPerAssetLimit('BTC/USDT', 500, 10000)).toEqual({
    allowed: true,
    used: '0',
    limit: '500',
    headroom: '500',
  });
  expect((await manager.checkPerAssetLimit('BTC/USDT', '500.01', 10000)).allowed).toBe(false);
  expect((await manager.reserve('a', 'BTC/USDT', 400, 10000)).allowed).toBe(true);
  expect(await manager.reserve('a', 'BTC/USDT', 400, 10000)).toMatchObject({ allowed: true, used: '400' });
  expect(await manager.reserve('b', 'BTC/USDT', 101, 10000)).toMatchObject({
    allowed: false,
    used: '400',
    headroom: '100',
  });
  expect(await manager.getAvailableCapacity('BTC/USDT', 10000)).toBe('100');
  await manager.addPosition('c', 'ETH/USDT', 700);
  expect(await manager.checkTotalExposure(1, 10000)).toMatchObject({
    allowed: false,
    used: '1100',
    headroom: '0',
  });
  await manager.removePosition('c');
  expect((await manager.getCurrentExposure()).total.notional).toBe('400');
});

test('reservations at once never take more than the cap', async () => {
  const store = memoryStore();
  const managers = [new ExposureManager({ store }), new ExposureManager({ store })];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      (managers[index % 2] ?? new ExposureManager({ store })).reserve(`r${index}`, `S${index}`, 300, 10000),
    ),
  );
  expect(answers.filter((answer) => answer?.allowed)).toHaveLength(3);
});

test('the checks of the original system', () => {
  expect(
    validateRiskParameters({ accountBalance: 0, riskPct: 2, leverage: 'x' }).issues.map(({ path }) => path),
  ).toEqual(['accountBalance', 'riskPct', 'leverage']);
  expect(validateRiskParameters({ accountBalance: 1, riskPct: 0.01 })).toEqual({ ok: true, issues: [] });
  const live = [{ reservationId: 'r', symbol: 'BTC/USDT', direction: 'SHORT' as const }];
  expect(checkForConflicts({ symbol: 'BTC/USDT', direction: 'LONG' }, live).ok).toBe(false);
  expect(checkForConflicts({ symbol: 'ETH/USDT', direction: 'LONG' }, live).ok).toBe(true);
  expect(enforceMaxLeverage(5, 3).ok).toBe(false);
  expect(enforceMaxLeverage(3, 3).ok).toBe(true);
  expect(validateTradePlanCompleteness({ symbol: 'X' }).issues.length).toBeGreaterThan(3);
});

test('nothing is taken under a latch; what exists already is counted all the same', async () => {
  const store = memoryStore();
  const manager = new ExposureManager({ store });
  const actor = { kind: 'user', id: 'ops' } as const;
  await new TradingLatches({ store, book: { account: 'main', mode: 'notify' } }).latch({
    scope: { symbol: 'BTC/USDT' },
    cause: 'operator',
    state: 'CANCEL_ONLY',
    reason: 'test',
    actor,
    at: 1,
  });
  expect(await manager.reserve('a', 'BTC/USDT', 100, 10000)).toEqual({
    allowed: false,
    used: '0',
    limit: '500',
    headroom: '500',
    code: 'STATE_CANCEL_ONLY',
  });
  expect((await manager.reserve('b', 'ETH/USDT', 100, 10000)).allowed).toBe(true);
  await manager.addPosition('held', 'BTC/USDT', 50);
  expect((await manager.getCurrentExposure()).total.notional).toBe('150');
});

test('an id that was given back may be taken again; the counters hold what is live', async () => {
  const store = memoryStore();
  const manager = new ExposureManager({ store });
  await manager.reserve('a', 'BTC/USDT', 400, 10000);
  await manager.removePosition('a');
  await manager.removePosition('a');
  expect(await manager.reserve('a', 'ETH/USDT', 300, 10000)).toMatchObject({ allowed: true, used: '300' });
  const later = await new ExposureManager({ store }).getCurrentExposure();
  expect(later).toMatchObject({ total: { notional: '300', count: '1' }, differences: [] });
  expect(later.bySymbol.map(({ symbol }) => symbol)).toEqual(['ETH/USDT']);
});

test('a refusal shows the cap that binds', async () => {
  const manager = new ExposureManager({ store: memoryStore() });
  await manager.addPosition('held', 'ETH/USDT', 900);
  expect(await manager.reserve('a', 'BTC/USDT', 200, 10000)).toEqual({
    allowed: false,
    used: '900',
    limit: '1000',
    headroom: '100',
  });
  expect(await manager.getAvailableCapacity('BTC/USDT', 10000)).toBe('100');
});

test('without a stop the whole value is at risk; with one, what it loses', async () => {
  const manager = new ExposureManager({ store: memoryStore() });
  await manager.addPosition('naked', 'BTC/USDT', 300);
  await manager.addPosition('stopped', 'ETH/USDT', 200, { riskAtStop: 12, margin: 100, direction: 'SHORT' });
  expect((await manager.getCurrentExposure()).total).toEqual({
    notional: '500',
    margin: '400',
    riskAtStop: '312',
    count: '2',
  });
});

test('what is taken by hand counts for the gate of the same book, side and group too', async () => {
  const groups = { majors: ['BTC', 'ETH'] };
  const limits = { 'exposure.group': '0.05', 'heat.total': 'unlimited' };
  const { decide, store } = startGate({ groups, limits });
  await new ExposureManager({ store, groups }).addPosition('held', 'ETH/USDT', 499.5);
  expect(ruleOf(await decide(), 'exposure.group')).toMatchObject({
    code: 'CAP_EXCEEDED',
    effect: 'reject',
    headroom: '0.5',
  });
});

test('amounts that would give capacity away are refused', async () => {
  const manager = new ExposureManager({ store: memoryStore() });
  await manager.reserve('a', 'BTC/USDT', 400, 10000);
  await expect(manager.reserve('b', 'BTC/USDT', -100, 10000)).rejects.toThrow('must not be negative');
  await expect(manager.addPosition('b', 'BTC/USDT', '-1')).rejects.toThrow('must not be negative');
  await expect(manager.checkPerAssetLimit('BTC/USDT', Number.NaN, 10000)).rejects.toThrow(
    'not an exact decimal',
  );
  await expect(manager.addPosition('b', 'BTC/USDT', 1, { riskAtStop: -5 })).rejects.toThrow('riskAtStop');
  expect(() => new ExposureManager({ store: memoryStore(), maxTotal: -1 })).toThrow('maxTotal');
  expect((await manager.getCurrentExposure()).total.notional).toBe('400');
});

test('capacity outlives the process: a file store opened again holds what was taken', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-exposure-'));
  try {
    const path = join(directory, 'exposure.db');
    const first = await openSqliteStore({ path });
    await new ExposureManager({ store: first }).reserve('a', 'BTC/USDT', 400, 10000);
    await first.close();
    const second = await openSqliteStore({ path });
    const manager = new ExposureManager({ store: second });
    expect(await manager.getAvailableCapacity('BTC/USDT', 10000)).toBe('100');
    expect((await manager.reserve('b', 'BTC/USDT', 101, 10000)).allowed).toBe(false);
    await second.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
