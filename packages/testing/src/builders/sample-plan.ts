import type { TradePlan } from '@tradewarden/core';

/** A sound plan: a LONG on BTC/USDT with three targets, good for an hour. Anything can be overridden; a new `createdAt` moves the expiry. */
export function samplePlan(overrides: Partial<TradePlan> = {}): TradePlan {
  const createdAt = overrides.createdAt ?? 1_737_296_625_123;
  return {
    schemaVersion: 1,
    planId: 'scan_20250119_142345-BTCUSDT',
    revision: 1,
    source: 'snipersight',
    symbol: 'BTC/USDT',
    direction: 'LONG',
    style: 'scalp',
    entry: { near: '42200', far: '42030' },
    stop: { price: '41750' },
    targets: [
      { price: '42800', percent: '50' },
      { price: '43500', percent: '30' },
      { price: '44200', percent: '20' },
    ],
    score: '92.3',
    regime: 'trend',
    createdAt,
    expiresAt: createdAt + 3_600_000,
    ...overrides,
  };
}
