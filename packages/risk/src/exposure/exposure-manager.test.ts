import { memoryStore, TradingLatches } from '@tradewarden/core';
import { expect, test } from 'vitest';
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
